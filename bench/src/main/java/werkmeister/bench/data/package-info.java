/** Ten years of a machine: how fast a file is taken in, scanned and drawn, and on how much disk. */
@NullMarked
package werkmeister.bench.data;

import org.jspecify.annotations.NullMarked;
