/** Measures how live samples are taken: acknowledged means durable. */
@NullMarked
package werkmeister.bench.live;

import org.jspecify.annotations.NullMarked;
