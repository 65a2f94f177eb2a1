/** Tenants of the factory and what each may use. */
@NullMarked
package werkmeister.factory.tenant;

import org.jspecify.annotations.NullMarked;
