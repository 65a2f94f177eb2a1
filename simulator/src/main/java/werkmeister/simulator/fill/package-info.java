/**
 * Fills a cluster beyond its size, to see how much of its GPUs a rule of placement brings to use.
 */
@NullMarked
package werkmeister.simulator.fill;

import org.jspecify.annotations.NullMarked;
