/** The control loop: the only room that knows both halves, and the one owner of their state. */
@NullMarked
package werkmeister.server.loop;

import org.jspecify.annotations.NullMarked;
