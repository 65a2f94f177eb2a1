/** The server as a whole: what is started in which order, and stopped in the reverse one. */
@NullMarked
package werkmeister.server;

import org.jspecify.annotations.NullMarked;
