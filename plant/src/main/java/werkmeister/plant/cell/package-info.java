/** What stands in a single cell of a file: a number, a time, a name with its unit, or nothing. */
@NullMarked
package werkmeister.plant.cell;

import org.jspecify.annotations.NullMarked;
