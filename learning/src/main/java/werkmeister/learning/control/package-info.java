/** Judges commands about orders and versions, applies their events; holds the model registry. */
@NullMarked
package werkmeister.learning.control;

import org.jspecify.annotations.NullMarked;
