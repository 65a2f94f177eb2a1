package werkmeister.plant.ingest;

import werkmeister.units.Refusal;

import java.io.IOException;
import java.io.InputStream;

/** Refuses a packed file that unpacks to far more than a table does. */
class Guarded extends InputStream {
    private static final long ALWAYS_ALLOWED = 256L << 20;
    private static final long MAX_RATIO = 200;

    private final InputStream in;
    private final String name;
    private final long packedBytes;
    private long count;

    Guarded(InputStream in, String name, long packedBytes) {
        this.in = in;
        this.name = name;
        this.packedBytes = packedBytes;
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int n = unpacked(bytes, from, length);
        count(Math.max(0, n));
        return n;
    }

    /** The JDK's reader of GZIP calls itself for each empty member, as deep as there are many. */
    private int unpacked(byte[] bytes, int from, int length) throws IOException {
        try {
            return in.read(bytes, from, length);
        } catch (StackOverflowError e) {
            throw Refusal.invalid(
                    "The packed file (%s) is made of thousands of empty parts: pack it again."
                            .formatted(name));
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void count(long bytes) {
        count += bytes;
        if (count > ALWAYS_ALLOWED && count > packedBytes * MAX_RATIO) {
            throw Refusal.invalid(
                    "The packed file (%s) of %d bytes unpacks to more than %d times its size: unpack it yourself if you trust it."
                            .formatted(name, packedBytes, MAX_RATIO));
        }
    }
}
