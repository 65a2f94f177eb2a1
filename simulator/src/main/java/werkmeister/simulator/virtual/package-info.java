/**
 * A whole site in virtual time: the very factory that runs a real one, with jobs that arrive, nodes
 * that fail and come back, and changes of the site, from one event to the next.
 */
@NullMarked
package werkmeister.simulator.virtual;

import org.jspecify.annotations.NullMarked;
