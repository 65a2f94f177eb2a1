/** The console's files, served from the jar. */
@NullMarked
package werkmeister.server.console;

import org.jspecify.annotations.NullMarked;
