/**
 * The command {@code ./werkmeister bench}: figures as ratios in one run, with the floor and the
 * peers beside ours.
 */
@NullMarked
package werkmeister.bench;

import org.jspecify.annotations.NullMarked;
