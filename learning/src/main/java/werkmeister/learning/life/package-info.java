/**
 * Remaining useful life: how long a machine will go on, with an interval, learned from the lives of
 * its sisters.
 */
@NullMarked
package werkmeister.learning.life;

import org.jspecify.annotations.NullMarked;
