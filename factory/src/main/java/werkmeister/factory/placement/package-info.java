/** Where on a site a piece of work goes: what is free, and the rules that choose among it. */
@NullMarked
package werkmeister.factory.placement;

import org.jspecify.annotations.NullMarked;
