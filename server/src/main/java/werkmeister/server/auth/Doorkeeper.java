package werkmeister.server.auth;

import werkmeister.units.Refusal;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Decides who comes in: reads the Authorization header, finds the key, and slows down whoever keeps
 * guessing.
 *
 * <p>Guesses are counted for an address and a key's prefix together, so that a stranger who guesses
 * at a key does not lock its owner out. Guesses at prefixes that do not exist are counted for the
 * address alone.
 */
public final class Doorkeeper {
    /** Wrong keys from one address at one prefix before it has to wait. */
    public static final int GUESSES_MAX = 10;

    private static final String SCHEME = "Bearer ";

    private final Function<String, Optional<AccessKey>> keys;
    private final Guesses guesses;

    /**
     * @param keys finds a key by its prefix
     * @param nanoTime for the time-outs, such as {@code System::nanoTime}
     */
    public Doorkeeper(Function<String, Optional<AccessKey>> keys, LongSupplier nanoTime) {
        this.keys = keys;
        this.guesses = new Guesses(nanoTime);
    }

    /**
     * Lets the caller in, or throws a refusal that says neither whether the prefix nor whether the
     * secret was wrong.
     */
    public Actor admit(Optional<String> authorization, String address) {
        var key =
                authorization
                        .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                        .flatMap(header -> ApiKey.parse(header.substring(SCHEME.length()).strip()));
        if (key.isEmpty()) {
            throw unknown(
                    authorization.isEmpty()
                            ? "A key is needed: send the header Authorization: Bearer wm_…"
                            : "The Authorization header does not hold a key: send Bearer"
                                    + " wm_<prefix>_<secret>.");
        }
        return admit(key.get(), address);
    }

    private Actor admit(ApiKey given, String address) {
        var known = keys.apply(given.prefix());
        String guesser = known.isPresent() ? address + " " + given.prefix() : address;
        if (guesses.tooMany(guesser)) {
            throw Refusal.capacity(
                    "Too many wrong keys came from (%s): wait %d seconds before the next try."
                            .formatted(address, Guesses.SECONDS_A_GUESS));
        }
        var opened = known.filter(key -> key.opensFor(given));
        if (opened.isEmpty()) {
            guesses.add(guesser);
            throw unknown("The key is not known or was revoked: ask for a new one.");
        }
        return new Actor(opened.get().tenant(), opened.get().role(), given.prefix());
    }

    private static Refusal unknown(String sentence) {
        return new Refusal(Refusal.Kind.UNAUTHENTICATED, sentence);
    }
}
