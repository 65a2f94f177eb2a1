/** Machines: who they are, where they stand and which signals they give. */
@NullMarked
package werkmeister.plant.machine;

import org.jspecify.annotations.NullMarked;
