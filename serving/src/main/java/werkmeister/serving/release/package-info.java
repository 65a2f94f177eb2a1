/**
 * The gate: replays held-out history against an alert budget and says in words whether a version
 * may go live.
 */
@NullMarked
package werkmeister.serving.release;

import org.jspecify.annotations.NullMarked;
