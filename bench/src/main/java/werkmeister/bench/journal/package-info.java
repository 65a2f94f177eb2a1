/**
 * The suite {@code journal}: how many events become durable in a second, and how long a long
 * journal takes to open.
 */
@NullMarked
package werkmeister.bench.journal;

import org.jspecify.annotations.NullMarked;
