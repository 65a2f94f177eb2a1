/** Training orders: what is to be learned, from which dataset, with which labels and which seed. */
@NullMarked
package werkmeister.learning.order;

import org.jspecify.annotations.NullMarked;
