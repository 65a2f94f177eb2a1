/**
 * Classes: the kind of fault, or the quality, of a cycle, batch, part or window, learned from cases
 * whose class is known.
 */
@NullMarked
package werkmeister.learning.classify;

import org.jspecify.annotations.NullMarked;
