/** The site: pods, racks, nodes and what each node offers. */
@NullMarked
package werkmeister.factory.fleet;

import org.jspecify.annotations.NullMarked;
