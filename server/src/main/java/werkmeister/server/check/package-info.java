/** The invariants: what must hold at any time, checked from the journal and the files up. */
@NullMarked
package werkmeister.server.check;

import org.jspecify.annotations.NullMarked;
