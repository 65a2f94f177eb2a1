/**
 * The journal: numbered, hash-chained entries, durable before they are acknowledged, in SQLite or
 * PostgreSQL, with one writer. It is at once the state (replay), the audit trail and the
 * accounting. Its hash layout is in docs/journal.md.
 */
@NullMarked
package werkmeister.server.journal;

import org.jspecify.annotations.NullMarked;
