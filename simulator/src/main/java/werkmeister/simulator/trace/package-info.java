/** Published traces of clusters, read as they are: nodes, works to place, jobs that ran. */
@NullMarked
package werkmeister.simulator.trace;

import org.jspecify.annotations.NullMarked;
