package werkmeister.server.journal;

/**
 * The journal could not be written and is closed for good. Whether the last entries were kept is
 * unknown until a restart reads them; a failed fsync is never tried again, because the kernel may
 * have dropped the pages meanwhile.
 */
public final class JournalFailed extends IllegalStateException {
    private static final long serialVersionUID = 1;

    JournalFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
