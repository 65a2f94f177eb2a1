/**
 * The engine of work that only holds its room for a time: a dry run of a site, of quotas and of
 * what is planned, without a process.
 */
@NullMarked
package werkmeister.server.engine.hold;

import org.jspecify.annotations.NullMarked;
