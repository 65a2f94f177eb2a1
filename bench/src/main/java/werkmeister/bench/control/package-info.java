/** How fast the control plane decides, every decision durable before it counts. */
@NullMarked
package werkmeister.bench.control;

import org.jspecify.annotations.NullMarked;
