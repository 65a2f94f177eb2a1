/**
 * ONNX: predictors in the form that other programs can run, as far as it can say them (Open Neural
 * Network Exchange, operator set 17 and ai.onnx.ml 3).
 */
@NullMarked
package werkmeister.learning.onnx;

import org.jspecify.annotations.NullMarked;
