/** Models that were made elsewhere: run, brought to the scale of scores, and explained. */
@NullMarked
package werkmeister.learning.foreign;

import org.jspecify.annotations.NullMarked;
