/**
 * The embedded engine: runs jobs as processes on this machine and finds them again after a restart.
 */
@NullMarked
package werkmeister.server.engine.local;

import org.jspecify.annotations.NullMarked;
