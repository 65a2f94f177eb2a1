/** Plays recorded requests on engines that serve a model, to see how much of a plan holds. */
@NullMarked
package werkmeister.simulator.serving;

import org.jspecify.annotations.NullMarked;
