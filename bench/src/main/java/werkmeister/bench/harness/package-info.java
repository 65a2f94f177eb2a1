/**
 * How figures are taken: ours and the floor in turn within one run, averaged over runs, told with
 * the machine they were taken on.
 */
@NullMarked
package werkmeister.bench.harness;

import org.jspecify.annotations.NullMarked;
