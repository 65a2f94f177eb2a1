package werkmeister.server.auth;

import werkmeister.units.Refusal;
import werkmeister.units.Sha256;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key as its owner holds it: {@code wm_<prefix>_<secret>}.
 *
 * <p>The secret is 32 letters and digits drawn evenly by a secure random source, 190 bits. Nobody
 * can try out that many, so that its plain SHA-256 is safe to store; the slow hashes made for
 * passwords would only make every request slow.
 *
 * @param prefix names the key to people and in the journal: 8 letters and digits
 * @param secret proves it; it is never stored, logged or shown again
 */
public record ApiKey(String prefix, String secret) {
    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Pattern SHAPE = Pattern.compile("wm_([0-9A-Za-z]{8})_([0-9A-Za-z]{32})");

    public ApiKey {
        if (!SHAPE.matcher("wm_%s_%s".formatted(prefix, secret)).matches()) {
            throw Refusal.invalid(
                    "A key must look like wm_<8 letters or digits>_<32 letters or digits>.");
        }
    }

    /** Draws a new key. */
    public static ApiKey fresh(SecureRandom random) {
        return new ApiKey(draw(random, 8), draw(random, 32));
    }

    /** Reads a key; empty if the text does not look like one. */
    public static Optional<ApiKey> parse(String text) {
        var matcher = SHAPE.matcher(text);
        return matcher.matches()
                ? Optional.of(new ApiKey(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    /** The whole key, as its owner keeps it. */
    public String text() {
        return "wm_" + prefix + "_" + secret;
    }

    /** What is stored of the secret. */
    public Sha256 hash() {
        return Sha256.of(secret);
    }

    /** Leaves the secret out, so that a log line never holds it. */
    @Override
    public String toString() {
        return "wm_" + prefix + "_…";
    }

    private static String draw(SecureRandom random, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
