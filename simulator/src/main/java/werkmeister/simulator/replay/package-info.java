/** Plays jobs of a trace in virtual time, to see how long they wait by which rule of the queue. */
@NullMarked
package werkmeister.simulator.replay;

import org.jspecify.annotations.NullMarked;
