/** The terminal: what a command was started in, tables, progress bars and small pictures. */
@NullMarked
package werkmeister.cli.terminal;

import org.jspecify.annotations.NullMarked;
