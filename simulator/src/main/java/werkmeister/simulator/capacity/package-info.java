/** How many GPUs, pods, megawatts and euros a number of users or machines needs. */
@NullMarked
package werkmeister.simulator.capacity;

import org.jspecify.annotations.NullMarked;
