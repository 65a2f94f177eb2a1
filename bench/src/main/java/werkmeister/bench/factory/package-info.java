/** How well the factory places and plans, on published traces, beside published figures. */
@NullMarked
package werkmeister.bench.factory;

import org.jspecify.annotations.NullMarked;
