/**
 * What the command line says, in German and English: the dictionary, numbers, amounts and times as
 * people write them.
 */
@NullMarked
package werkmeister.cli.text;

import org.jspecify.annotations.NullMarked;
