package werkmeister.server.loop;

/** What a caller was told: an HTTP status and a JSON body. */
public record Answer(int status, String body) {}
