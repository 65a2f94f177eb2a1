package werkmeister.cli.command;

import werkmeister.units.Refusal;

/**
 * How a command ended, as scripts see it. The numbers stand in docs/cli.md and are never given
 * another meaning.
 */
final class ExitCode {
    /** The thing asked for was done. */
    static final int OK = 0;

    /**
     * The thing asked for did not succeed: a check failed, the demo found less than it should, a
     * job failed.
     */
    static final int FAILED = 1;

    /** The words, the options or the input are wrong. */
    static final int USAGE = 2;

    static final int NOT_FOUND = 3;

    static final int NOT_ALLOWED = 4;

    /** The state has moved on. */
    static final int CONFLICT = 5;

    /** No server, or a limit is reached. */
    static final int UNAVAILABLE = 69;

    /** A mistake of ours, or stored bytes that are damaged. */
    static final int INTERNAL = 70;

    /** The journal cannot be written any more. */
    static final int JOURNAL = 74;

    private ExitCode() {}

    static int of(Refusal.Kind kind) {
        return switch (kind) {
            case INVALID -> USAGE;
            case UNAUTHENTICATED, FORBIDDEN -> NOT_ALLOWED;
            case NOT_FOUND -> ExitCode.NOT_FOUND;
            case CONFLICT -> ExitCode.CONFLICT;
            case CAPACITY -> UNAVAILABLE;
            case CORRUPT -> INTERNAL;
        };
    }

    static int ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> NOT_ALLOWED;
            case 404 -> NOT_FOUND;
            case 409, 412 -> CONFLICT;
            case 429, 503 -> UNAVAILABLE;
            default -> status < 500 ? USAGE : INTERNAL;
        };
    }
}
