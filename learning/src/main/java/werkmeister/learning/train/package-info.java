/** Training: a dataset and an order become a model, the same bytes every time. */
@NullMarked
package werkmeister.learning.train;

import org.jspecify.annotations.NullMarked;
