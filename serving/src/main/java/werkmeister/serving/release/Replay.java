package werkmeister.serving.release;

import werkmeister.learning.model.AlertRule;
import werkmeister.learning.model.Scorer;
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

    /** Scores a history that comes piece by piece, however long it is. */
    public static final class Recorder {
        private final WatchModel model;
        private final Scorer scorer;
        private final Instant from;
        private long[] times = new long[1_024];
        private double[] scores = new double[1_024];
        private int count;

        /**
         * @param from what lies before only warms the scorer up: a month of it is enough
         */
        public Recorder(WatchModel model, Instant from) {
            this.model = model;
            this.scorer = model.scorer();
            this.from = from;
        }

        /**
         * Scores what comes next.
         *
         * @param history has all signals of the model
         */
        public void add(SampleTable history) {
            SampleTable table = history.select(model.signals());
            for (int row = 0; row < table.rows(); row++) {
                long time = table.times()[row];
                double score = scorer.next(time, table.row(row));
                if (time >= micros(from)) {
                    keep(time, score);
                }
            }
        }

        private void keep(long time, double score) {
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
                scores = Arrays.copyOf(scores, 2 * count);
            }
            times[count] = time;
            scores[count++] = (float) score;
        }

        public Replay replay() {
            Instant end = count == 0 ? from : instant(times[count - 1] + 1);
            return new Replay(
                    new TimeSpan(from, end),
                    model.rule(),
                    Arrays.copyOf(times, count),
                    Arrays.copyOf(scores, count));
        }
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
