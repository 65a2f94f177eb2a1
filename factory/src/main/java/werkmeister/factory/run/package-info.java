/** Runs: attempts at a job, each with a token that fences off its ghosts. */
@NullMarked
package werkmeister.factory.run;

import org.jspecify.annotations.NullMarked;
