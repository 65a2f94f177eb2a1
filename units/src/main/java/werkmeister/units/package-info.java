/** The values that every room shares: ids, amounts, spans and hashes that are valid from birth. */
@NullMarked
package werkmeister.units;

import org.jspecify.annotations.NullMarked;
