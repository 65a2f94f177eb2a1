/** Judges commands about machines and imports, applies their events; holds what the plant knows. */
@NullMarked
package werkmeister.plant.control;

import org.jspecify.annotations.NullMarked;
