/**
 * A file as a table: its columns and rows, how they are laid out, and what they show to somebody
 * who wants to trust them.
 */
@NullMarked
package werkmeister.plant.table;

import org.jspecify.annotations.NullMarked;
