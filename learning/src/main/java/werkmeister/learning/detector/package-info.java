/** Detectors: what measures how far a machine is from normal, each with a memory of its own. */
@NullMarked
package werkmeister.learning.detector;

import org.jspecify.annotations.NullMarked;
