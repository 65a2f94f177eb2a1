/** The suite {@code score}: how many samples of a machine a released model judges in a second. */
@NullMarked
package werkmeister.bench.score;

import org.jspecify.annotations.NullMarked;
