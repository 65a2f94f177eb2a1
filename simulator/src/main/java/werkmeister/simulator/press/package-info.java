/**
 * A hydraulic press line that exists only in virtual time: modes, seasons, sensor quirks and
 * planted faults, written as the files a plant would export and played on as live samples.
 */
@NullMarked
package werkmeister.simulator.press;

import org.jspecify.annotations.NullMarked;
