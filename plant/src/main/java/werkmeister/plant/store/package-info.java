/**
 * Samples at rest: columnar files, one folder a tenant, machine and month, written once and checked
 * by hash before use.
 */
@NullMarked
package werkmeister.plant.store;

import org.jspecify.annotations.NullMarked;
