/** People's verdicts become labels, labels become the next training order. */
@NullMarked
package werkmeister.serving.feedback;

import org.jspecify.annotations.NullMarked;
