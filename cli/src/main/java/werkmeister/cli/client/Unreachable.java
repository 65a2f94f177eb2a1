package werkmeister.cli.client;

import java.net.URI;

/** No answer came from the server, however often it was asked. */
public final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String server;

    public Unreachable(URI server, Throwable cause) {
        super("No answer from (%s).".formatted(server), cause);
        this.server = server.toString();
    }

    public String server() {
        return server;
    }
}
