package werkmeister.plant.ingest;

import werkmeister.plant.table.Frame;
import werkmeister.plant.table.LongBlocks;
import werkmeister.plant.table.LongLayout;
import werkmeister.plant.table.Machines;
import werkmeister.plant.table.QualityColumns;
import werkmeister.plant.table.Standing;
import werkmeister.plant.table.Survey;
import werkmeister.plant.table.Understanding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
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

    private final Source source;
    private final ReadOptions options;
    private final Blocks sink;
    private final int blockValues;
    private final Map<String, String> typesByName = new HashMap<>();
    private final Set<String> machines = new LinkedHashSet<>();
    private Optional<String> machineColumn = Optional.empty();
    private Survey survey = new Survey();
    private QualityColumns.Tally quality = new QualityColumns.Tally();
    private Optional<QualityColumns> qualities = Optional.empty();
    private Optional<LongLayout> tall = Optional.empty();
    private Optional<LongBlocks> readings = Optional.empty();

    /** Takes the rows of each block, their columns typed. */
    interface Blocks {
        void begin();

        void block(Frame frame);

        /** Whether rows of several machines are told apart by who takes them. */
        default boolean perMachine() {
            return false;
        }
    }

    BlockReading(Source source, ReadOptions options, Blocks sink, int blockValues) {
        this.source = source;
        this.options = options;
        this.sink = sink;
        this.blockValues = blockValues;
    }

    /**
     * Hands the samples of the file on, or finds that its layout has to be seen as a whole (long
     * and not in order of time, long of several machines, no time, coarse times).
     */
    Optional<Understanding> read() {
        Plan plan = Plan.of(Shape.of(source, options), options);
        Source head = source.headOnly();
        var account = new Account(head, plan, TableReading.of(plan, head, options, false), options);
        if (plan.time().isEmpty() || options.machine().isPresent()) {
            return Optional.empty();
        }
        Standing standing = sink.perMachine() ? account.standing().apart() : account.standing();
        machineColumn = standing.several().map(Machines::name);
        boolean readable = !sink.perMachine() || machineColumn.isPresent();
        if (!readable || !account.isPlain(standing)) {
            return Optional.empty();
        }
        typesByName.putAll(account.types());
        tall = standing.tall();
        qualities =
                tall.isPresent()
                        ? Optional.empty()
                        : Optional.of(QualityColumns.of(account.typed()));
        machineColumn.ifPresent(column -> typesByName.put(column, "machine"));
        Understanding understood = read(plan);
        return readings.map(LongBlocks::ordered).orElse(true)
                ? Optional.of(understood)
                : Optional.empty();
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
        var account = new Account(source, plan, reading, options);
        if (tall.isPresent()) {
            var found = new ArrayList<>(List.of(Standing.tall(tall.get())));
            found.addAll(readings.orElseThrow().findings());
            return account.understandingLong(survey, quality, found);
        }
        return machineColumn.isPresent()
                ? account.understanding(
                        survey,
                        quality,
                        machineColumn.get(),
                        List.copyOf(machines),
                        sink.perMachine())
                : account.understanding(survey, quality);
    }

    private TableReading pass(Plan plan) {
        survey = new Survey();
        quality = new QualityColumns.Tally();
        machines.clear();
        readings = tall.map(LongBlocks::new);
        sink.begin();
        int values = plan.columns().size() + readings.map(LongBlocks::valuesPerRow).orElse(0);
        int rows = Math.max(BLOCK_ROWS_MIN, blockValues / values);
        try (var alongside = new Alongside()) {
            var reading =
                    TableReading.inBlocks(
                            plan,
                            source,
                            options,
                            rows,
                            full -> {
                                Frame frame = frame(full);
                                alongside.take(() -> deliver(frame));
                            });
            alongside.settle();
            readings.ifPresent(rest -> deliver(rest.end()));
            return reading;
        }
    }

    private Frame frame(TableReading reading) {
        Frame frame = Account.frame(reading, column -> typesByName.getOrDefault(column, "number"));
        if (qualities.isPresent()) {
            frame = qualities.get().applied(frame);
        }
        if (readings.isPresent()) {
            frame = readings.get().next(frame);
        }
        if (machineColumn.isPresent()) {
            frame = Machines.marked(frame, machineColumn.get());
            machines.addAll(Machines.rows(frame).keySet());
        }
        return frame;
    }

    private void deliver(Frame frame) {
        if (frame.rows() > 0) {
            quality.add(frame);
            survey.add(frame);
            sink.block(frame);
        }
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
                    mistyped |= !Frame.SAMPLES.contains(series.type());
                }
            }
        }
        return mistyped;
    }
}
