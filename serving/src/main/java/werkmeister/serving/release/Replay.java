package werkmeister.serving.release;

import werkmeister.learning.model.AlertRule;
import werkmeister.learning.model.WatchModel;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;
import werkmeister.units.TimeSpan;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The scores of a version on time that its training never saw: made once, judged again under any
 * budget.
 *
 * <p>As bytes (big-endian, all but the first eight of them deflated): the text {@code WMREPLAY};
 * version 1; first and last instant of the span in microseconds since the epoch; the rule
 * (threshold, needed, window, merge gap in microseconds); the number of samples; for each sample
 * the microseconds since the one before; for each its score as a 32-bit float.
 *
 * @param rule that training proposes
 * @param times microseconds since the epoch
 * @param scores rounded to what the bytes can hold; NaN where the version does not judge
 */
@SuppressWarnings("ArrayRecordComponent") // Columns are handed on, never compared as values.
public record Replay(TimeSpan span, AlertRule rule, long[] times, double[] scores) {
    private static final byte[] MAGIC = "WMREPLAY".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int SAMPLES_MAX = 200_000_000;

    public Replay {
        if (times.length != scores.length) {
            throw Refusal.invalid(
                    "The replay has %d times for %d scores."
                            .formatted(times.length, scores.length));
        }
    }

    /**
     * Scores a history from an instant on. What lies before only warms the scorer up: a fortnight
     * of it is enough.
     *
     * @param history has all signals of the model
     */
    public static Replay of(WatchModel model, SampleTable history, Instant from) {
        var table = history.select(model.signals());
        int first = table.rowAt(micros(from));
        var times = new long[table.rows() - first];
        var scores = new double[times.length];
        var scorer = model.scorer();
        for (int row = 0; row < table.rows(); row++) {
            double score = scorer.next(table.times()[row], table.row(row));
            if (row >= first) {
                times[row - first] = table.times()[row];
                scores[row - first] = (float) score;
            }
        }
        var end = times.length == 0 ? from : instant(times[times.length - 1] + 1);
        return new Replay(new TimeSpan(from, end), model.rule(), times, scores);
    }

    public byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(MAGIC);
        try (var out =
                new DataOutputStream(new BufferedOutputStream(new DeflaterOutputStream(bytes)))) {
            out.writeInt(VERSION);
            out.writeLong(micros(span.from()));
            out.writeLong(micros(span.to()));
            out.writeDouble(rule.threshold());
            out.writeInt(rule.needed());
            out.writeInt(rule.window());
            out.writeLong(rule.mergeGap().toNanos() / 1000);
            out.writeInt(times.length);
            long before = 0;
            for (long time : times) {
                out.writeLong(time - before);
                before = time;
            }
            for (double score : scores) {
                out.writeFloat((float) score);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link #bytes} wrote. */
    public static Replay read(byte[] bytes) {
        if (!Arrays.equals(
                MAGIC, 0, MAGIC.length, bytes, 0, Math.min(bytes.length, MAGIC.length))) {
            throw Refusal.corrupt(
                    "The replay does not start with WMREPLAY: train the version again.");
        }
        var content = new ByteArrayInputStream(bytes, MAGIC.length, bytes.length - MAGIC.length);
        try (var in =
                new DataInputStream(new BufferedInputStream(new InflaterInputStream(content)))) {
            int version = in.readInt();
            if (version != VERSION) {
                throw Refusal.corrupt(
                        "The replay's version (%d) is not one that can be read (1)."
                                .formatted(version));
            }
            var span = new TimeSpan(instant(in.readLong()), instant(in.readLong()));
            var rule =
                    new AlertRule(
                            in.readDouble(),
                            in.readInt(),
                            in.readInt(),
                            Duration.of(in.readLong(), ChronoUnit.MICROS));
            int samples = in.readInt();
            if (samples < 0 || samples > SAMPLES_MAX) {
                throw Refusal.corrupt("The replay claims to have %d samples.".formatted(samples));
            }
            return new Replay(span, rule, times(in, samples), scores(in, samples));
        } catch (IOException e) {
            throw Refusal.corrupt("The replay cannot be read: " + e.getMessage());
        }
    }

    private static long[] times(DataInputStream in, int samples) throws IOException {
        var times = new long[samples];
        long before = 0;
        for (int i = 0; i < samples; i++) {
            before += in.readLong();
            times[i] = before;
        }
        return times;
    }

    private static double[] scores(DataInputStream in, int samples) throws IOException {
        var scores = new double[samples];
        for (int i = 0; i < samples; i++) {
            scores[i] = in.readFloat();
        }
        return scores;
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
