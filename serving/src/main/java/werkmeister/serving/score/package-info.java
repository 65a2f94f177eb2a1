/** Live scoring: streams of samples become scores, scores become findings. */
@NullMarked
package werkmeister.serving.score;

import org.jspecify.annotations.NullMarked;
