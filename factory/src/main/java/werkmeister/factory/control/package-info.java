/** Judges commands about sites, tenants and jobs, applies their events; holds the factory. */
@NullMarked
package werkmeister.factory.control;

import org.jspecify.annotations.NullMarked;
