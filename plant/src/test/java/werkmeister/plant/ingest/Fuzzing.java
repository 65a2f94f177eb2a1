package werkmeister.plant.ingest;

import werkmeister.plant.store.SampleTable;
import werkmeister.plant.table.RawTable;
import werkmeister.plant.table.Understanding;
import werkmeister.units.Refusal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Mutations of the hostile corpus. Of every file, whatever it holds, this must be true:
 *
 * <ul>
 *   <li>it is understood or refused, and nothing else is thrown;
 *   <li>the rows of the file are those that are kept and those that are rejected;
 *   <li>each column has as many values, there or missing, as rows are kept;
 *   <li>what is read in blocks is what is read as a whole.
 * </ul>
 */
final class Fuzzing {
    private static final Ingest.Limits BLOCKS = new Ingest.Limits(0, 40_000);
    private static final int LARGE = 1 << 20;
    private static final int LARGE_EVERY = 25;
    private static final int MUTATIONS_MAX = 12;
    private static final List<byte[]> BODIES = bodies();
    private static final List<String> PIECES =
            List.of(
                    "\n",
                    "\r",
                    "\r\n",
                    ";",
                    ",",
                    "\t",
                    "\"",
                    "\"\"",
                    "'",
                    " ",
                    "\u00A0",
                    "\uFEFF",
                    "-",
                    "+",
                    ".",
                    "1e999",
                    "-0",
                    "NaN",
                    "inf",
                    "=cmd|' /C calc'!A0",
                    "2026-10-25 02:30:00",
                    "29.03.2026 02:30:00",
                    "31.02.2026",
                    "00:00",
                    "99999999999999999999",
                    "1.234.567,89",
                    "true",
                    "#",
                    "#NV",
                    "//",
                    "%",
                    "time",
                    "machine",
                    "\0",
                    "\u001A",
                    "\u202E",
                    "∞",
                    "ä",
                    "Z",
                    "+01:00",
                    "PM",
                    "sep=;\n");

    private final Random random;
    private final long seed;
    private final Path folder;

    private Fuzzing(long seed, Path folder) {
        this.random = new Random(seed);
        this.seed = seed;
        this.folder = folder;
    }

    /** What does not hold of the mutation of a seed; empty if all does. */
    static String of(long seed, Path folder) throws IOException {
        return new Fuzzing(seed, folder).examine();
    }

    /** Small files of all themes but the sizes. */
    private static List<byte[]> bodies() {
        return Stream.of(
                        HostileSeparatorsTest.specimens(),
                        HostileEncodingsTest.specimens(),
                        HostileNumbersTest.specimens(),
                        HostileTimesTest.specimens(),
                        HostileLayoutsTest.specimens(),
                        HostileBytesTest.specimens())
                .flatMap(specimens -> specimens)
                .map(specimen -> Specimen.bytesOf(specimen.content()))
                .filter(body -> body.length > 0 && body.length < 20_000)
                .toList();
    }

    private String examine() throws IOException {
        Path file = folder.resolve("fuzz-" + seed + ".csv");
        Files.write(file, mutated());
        try {
            return verdict(file);
        } catch (Refusal refusal) {
            return refusal.getMessage().isBlank() ? "a refusal without a word" : "";
        } catch (RuntimeException | StackOverflowError e) {
            return e + "\n" + Arrays.toString(e.getStackTrace());
        } finally {
            Files.delete(file);
        }
    }

    private byte[] mutated() {
        byte[] body = BODIES.get(random.nextInt(BODIES.size()));
        if (random.nextInt(LARGE_EVERY) == 0) {
            body = large(body);
        }
        int mutations = 1 + random.nextInt(MUTATIONS_MAX);
        for (int i = 0; i < mutations && body.length > 0; i++) {
            body = mutation(body);
        }
        return body;
    }

    /** The lines over and over, so that the file is larger than what is looked at first. */
    private static byte[] large(byte[] body) {
        var out = new ByteArrayOutputStream();
        int header =
                IntStream.range(0, body.length).filter(i -> body[i] == '\n').findFirst().orElse(0);
        out.write(body, 0, header);
        while (out.size() < LARGE + LARGE / 4) {
            out.write(body, header, body.length - header);
        }
        return out.toByteArray();
    }

    private byte[] mutation(byte[] body) {
        int at = random.nextInt(body.length);
        int to = Math.min(body.length, at + 1 + random.nextInt(40));
        return switch (random.nextInt(7)) {
            case 0 -> {
                byte[] flipped = body.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 1 -> spliced(body, at, to, new byte[0]);
            case 2 -> spliced(body, at, at, Arrays.copyOfRange(body, at, to));
            case 3 -> spliced(body, at, at, piece());
            case 4 -> spliced(body, at, to, piece());
            case 5 -> Arrays.copyOf(body, at);
            default -> {
                byte[] other = BODIES.get(random.nextInt(BODIES.size()));
                int from = random.nextInt(other.length);
                yield spliced(
                        body,
                        at,
                        at,
                        Arrays.copyOfRange(other, from, Math.min(other.length, from + 200)));
            }
        };
    }

    private byte[] piece() {
        return PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] spliced(byte[] body, int from, int to, byte[] piece) {
        var out = new ByteArrayOutputStream();
        out.write(body, 0, from);
        out.writeBytes(piece);
        out.write(body, to, body.length - to);
        return out.toByteArray();
    }

    private String verdict(Path file) {
        var complaints = new ArrayList<String>();
        RawTable whole = Ingest.table(file, ReadOptions.guess());
        Understanding understood = whole.understood();
        var sink = new Counting();
        Understanding blocks = Ingest.samples(file, ReadOptions.guess(), sink, BLOCKS);
        if (understood.format().layout().equals("wide")) {
            rows(whole, complaints);
        }
        boolean same =
                finds(understood, "UnsortedTimestamps")
                        ? figures(blocks).equals(figures(understood))
                        : blocks.equals(understood);
        if (!isDegenerate(understood, blocks) && !same) {
            complaints.add("in blocks:\n" + blocks + "\nas a whole:\n" + understood);
        }
        return String.join("\n", complaints);
    }

    /**
     * Whether a file looks coarse as a whole that does not in its first megabyte: what is known too
     * late is told, but no longer spread.
     */
    private static boolean isDegenerate(Understanding whole, Understanding blocks) {
        return finds(whole, "CoarseTimestamps") != finds(blocks, "CoarseTimestamps")
                || !whole.format().layout().equals(blocks.format().layout())
                || !whole.machines().equals(blocks.machines())
                || !types(whole).equals(types(blocks));
    }

    /** What does not depend on the order of time: between blocks only the latest time counts. */
    private static List<Object> figures(Understanding understood) {
        return List.of(
                understood.format(),
                understood.rows(),
                understood.rejectedTotal(),
                understood.rejected(),
                understood.start(),
                understood.end(),
                understood.signals());
    }

    private static boolean finds(Understanding understood, String kind) {
        return understood.findings().stream().anyMatch(finding -> finding.kind().equals(kind));
    }

    private static List<String> types(Understanding understood) {
        return understood.signals().stream().map(Understanding.Column::type).toList();
    }

    private static void rows(RawTable table, List<String> complaints) {
        Understanding understood = table.understood();
        long rejectedRows =
                understood.rejected().stream()
                        .filter(rejected -> rejected.row() > 0)
                        .mapToLong(Understanding.Rejected::row)
                        .filter(row -> Arrays.binarySearch(table.rowNumbers(), (int) row) < 0)
                        .distinct()
                        .count();
        boolean allListed = understood.rejectedTotal() == understood.rejected().size();
        if (allListed && table.rows() + rejectedRows != understood.rows()) {
            complaints.add(
                    "%d rows are %d kept and %d rejected"
                            .formatted(understood.rows(), table.rows(), rejectedRows));
        }
        for (Understanding.Column column : understood.signals()) {
            if (column.count() + column.missing() != table.rows()) {
                complaints.add(
                        "column (%s) has %d values and %d missing in %d rows"
                                .formatted(
                                        column.name(),
                                        column.count(),
                                        column.missing(),
                                        table.rows()));
            }
        }
    }

    private static final class Counting implements SampleSink {
        @Override
        public void begin() {}

        @Override
        public void block(SampleTable samples) {}
    }

    /**
     * Goes on for so many minutes from a seed on; stops at the first mutation that breaks
     * something.
     */
    static void main(String[] arguments) throws IOException {
        double minutes = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 5;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1_000_000;
        Path folder = Files.createTempDirectory("fuzz");
        long end = System.nanoTime() + Duration.ofMillis((long) (minutes * 60_000)).toNanos();
        long tried = 0;
        try {
            for (; System.nanoTime() < end; tried++) {
                String complaints = of(seed + tried, folder);
                if (!complaints.isEmpty()) {
                    IO.println("seed " + (seed + tried) + ": " + complaints);
                    System.exit(1);
                }
            }
        } finally {
            Files.delete(folder);
        }
        IO.println("%d mutations from seed %d on: all that must hold does.".formatted(tried, seed));
    }
}
