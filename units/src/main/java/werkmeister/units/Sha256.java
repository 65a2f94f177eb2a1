package werkmeister.units;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 (FIPS 180-4) of some bytes, as 64 lower-case hexadecimal digits. */
public record Sha256(String value) {
    private static final int DIGITS = 64;

    public Sha256 {
        if (!isHash(value)) {
            throw Refusal.invalid(
                    "The SHA-256 (%s) must be 64 lower-case hexadecimal digits.".formatted(value));
        }
    }

    /** By hand: the journal makes one for every entry, and a pattern took longer than the hash. */
    private static boolean isHash(String text) {
        if (text.length() != DIGITS) {
            return false;
        }
        for (int i = 0; i < DIGITS; i++) {
            char digit = text.charAt(i);
            if (!(digit >= '0' && digit <= '9' || digit >= 'a' && digit <= 'f')) {
                return false;
            }
        }
        return true;
    }

    public static Sha256 of(byte[] bytes) {
        return ofHash(digest().digest(bytes));
    }

    public static Sha256 of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the whole file once. */
    public static Sha256 of(Path file) throws IOException {
        var digest = digest();
        try (InputStream in = Files.newInputStream(file)) {
            var buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return finish(digest);
    }

    /** What the digest has been fed so far. */
    public static Sha256 finish(MessageDigest digest) {
        return ofHash(digest.digest());
    }

    /** A fresh SHA-256 digest. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /** The first twelve digits: enough for people. */
    public String brief() {
        return value.substring(0, 12);
    }

    @Override
    public String toString() {
        return value;
    }

    private static Sha256 ofHash(byte[] hash) {
        return new Sha256(HexFormat.of().formatHex(hash));
    }
}
