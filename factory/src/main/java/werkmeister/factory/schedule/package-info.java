/**
 * Decides which waiting job starts where, as a pure function of a snapshot, and says why the others
 * wait.
 */
@NullMarked
package werkmeister.factory.schedule;

import org.jspecify.annotations.NullMarked;
