/** The worker: a training job in a process of its own. */
@NullMarked
package werkmeister.server.worker;

import org.jspecify.annotations.NullMarked;
