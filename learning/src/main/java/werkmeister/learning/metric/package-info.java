/** Metrics: how far answers are from the truth, each by its published definition. */
@NullMarked
package werkmeister.learning.metric;

import org.jspecify.annotations.NullMarked;
