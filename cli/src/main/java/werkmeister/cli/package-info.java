/**
 * The product's entry point: finds the language, hands over to the commands, ends with their exit
 * code.
 */
@NullMarked
package werkmeister.cli;

import org.jspecify.annotations.NullMarked;
