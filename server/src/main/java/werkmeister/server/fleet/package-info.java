/**
 * Agents on the nodes: when each was last heard of, and what follows where one falls silent or has
 * a GPU that is not well.
 */
@NullMarked
package werkmeister.server.fleet;

import org.jspecify.annotations.NullMarked;
