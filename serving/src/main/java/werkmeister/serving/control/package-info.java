/**
 * Judges commands about releases, findings and verdicts, applies their events; holds what is live.
 */
@NullMarked
package werkmeister.serving.control;

import org.jspecify.annotations.NullMarked;
