/** Datasets: which samples of which machine a model learns from, fixed by a content hash. */
@NullMarked
package werkmeister.learning.dataset;

import org.jspecify.annotations.NullMarked;
