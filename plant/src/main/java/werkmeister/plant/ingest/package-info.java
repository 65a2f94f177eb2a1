/** Any file that a plant has becomes samples, with an account of what was understood. */
@NullMarked
package werkmeister.plant.ingest;

import org.jspecify.annotations.NullMarked;
