/**
 * The commands: words and options become calls, answers become tables, failures become exit codes.
 */
@NullMarked
package werkmeister.cli.command;

import org.jspecify.annotations.NullMarked;
