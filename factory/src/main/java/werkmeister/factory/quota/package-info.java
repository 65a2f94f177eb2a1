/**
 * What tenants and their groups hold, have used, are owed and may hold: the quota tree, its cells
 * and budgets, and whose turn it is by them.
 */
@NullMarked
package werkmeister.factory.quota;

import org.jspecify.annotations.NullMarked;
