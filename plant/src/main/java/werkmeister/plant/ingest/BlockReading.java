package werkmeister.plant.ingest;

import werkmeister.plant.store.SampleTable;
import werkmeister.plant.store.TimeOrder;
import werkmeister.plant.table.Frame;
import werkmeister.plant.table.Series;
import werkmeister.plant.table.Survey;
import werkmeister.plant.table.Understanding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a large file in bounded memory: rows are handed on block by block and forgotten; what they
 * show is kept in a survey.
 *
 * <p>What is no signal (a counter of rows, a label, texts) is told by the first megabyte. A column
 * can only lose that title further down, never win it; if one does, or if the whole file proves its
 * plan wrong, the file is read once more.
 */
final class BlockReading {
    private static final int MAX_PASSES = 4;
    private static final int BLOCK_ROWS_MIN = 200;
    private static final Set<String> SIGNALS = Set.of("number", "flag");

    private final Source source;
    private final ReadOptions options;
    private final SampleSink sink;
    private final int blockValues;
    private final Map<String, String> typesByName = new HashMap<>();
    private Survey survey = new Survey();

    BlockReading(Source source, ReadOptions options, SampleSink sink, int blockValues) {
        this.source = source;
        this.options = options;
        this.sink = sink;
        this.blockValues = blockValues;
    }

    /**
     * Hands the samples of the file on, or finds that its layout has to be seen as a whole (long,
     * several machines, no time, coarse times).
     */
    Optional<Understanding> read() {
        Plan plan = Plan.of(Shape.of(source, options), options);
        Source head = source.headOnly();
        var account = new Account(head, plan, TableReading.of(plan, head, options, false), options);
        if (plan.time().isEmpty() || options.machine().isPresent() || !account.isPlain()) {
            return Optional.empty();
        }
        typesByName.putAll(account.types());
        return Optional.of(read(plan));
    }

    private Understanding read(Plan first) {
        Plan plan = first;
        TableReading reading = pass(plan);
        Optional<Plan> turned = Replan.turned(plan, reading, survey.times(), options);
        if (turned.isPresent()) {
            long back = survey.times().back();
            TableReading other = pass(turned.get());
            boolean better =
                    other.badTimes() < reading.badTimes()
                            || other.badTimes() == reading.badTimes()
                                    && survey.times().back() < back;
            plan = better ? turned.get() : Replan.settled(plan);
            reading = better ? other : pass(plan);
        }
        for (int pass = 1; pass < MAX_PASSES; pass++) {
            boolean mistyped = correctTypes();
            Optional<Plan> better = Replan.columns(plan, reading);
            if (better.isEmpty() && !mistyped) {
                break;
            }
            plan = better.orElse(plan);
            reading = pass(plan);
        }
        return new Account(source, plan, reading, options).understanding(survey);
    }

    private TableReading pass(Plan plan) {
        survey = new Survey();
        sink.begin();
        int rows = Math.max(BLOCK_ROWS_MIN, blockValues / plan.columns().size());
        return TableReading.inBlocks(plan, source, options, rows, this::block);
    }

    private void block(TableReading reading) {
        Frame frame = Account.frame(reading, column -> typesByName.getOrDefault(column, "number"));
        survey.add(frame);
        sink.block(samples(frame));
    }

    /** Takes titles away that the whole file does not bear out; true if a signal was kept back. */
    private boolean correctTypes() {
        boolean mistyped = false;
        for (Survey.ColumnTally column : survey.columns()) {
            if (column instanceof Survey.ColumnTally.Numbers(var series, var tally)) {
                boolean holds =
                        switch (series.type()) {
                            case "flag" -> tally.isFlag();
                            case "label" -> tally.isFew();
                            case "counter" -> tally.counts(2);
                            default -> true;
                        };
                if (!holds) {
                    typesByName.put(series.name().name(), "number");
                    mistyped |= !SIGNALS.contains(series.type());
                }
            }
        }
        return mistyped;
    }

    private static SampleTable samples(Frame frame) {
        var signals =
                frame.columns().stream().filter(column -> SIGNALS.contains(column.type())).toList();
        List<String> names = signals.stream().map(column -> column.name().name()).toList();
        double[][] columns = signals.stream().map(Series::numbers).toArray(double[][]::new);
        long[] times = frame.times();
        if (isRising(times)) {
            return new SampleTable(times, names, columns);
        }
        int[] kept = TimeOrder.lastOfEach(times);
        var picked = new ArrayList<double[]>();
        for (double[] column : columns) {
            picked.add(Arrays.stream(kept).mapToDouble(row -> column[row]).toArray());
        }
        return new SampleTable(
                Arrays.stream(kept).mapToLong(row -> times[row]).toArray(),
                names,
                picked.toArray(double[][]::new));
    }

    private static boolean isRising(long[] times) {
        for (int i = 1; i < times.length; i++) {
            if (times[i] <= times[i - 1]) {
                return false;
            }
        }
        return true;
    }
}
