/** Everything of a tenant in one archive that others can read. */
@NullMarked
package werkmeister.server.export;

import org.jspecify.annotations.NullMarked;
