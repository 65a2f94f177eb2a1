/** The ledger: who used how much time of what, and what it costs. */
@NullMarked
package werkmeister.factory.ledger;

import org.jspecify.annotations.NullMarked;
