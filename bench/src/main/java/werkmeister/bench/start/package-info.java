/** The suite {@code start}: from a process's start to the server's first answer. */
@NullMarked
package werkmeister.bench.start;

import org.jspecify.annotations.NullMarked;
