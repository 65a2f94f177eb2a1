package werkmeister.plant.ingest;

import werkmeister.plant.table.Frame;
import werkmeister.plant.table.LongBlocks;
import werkmeister.plant.table.LongLayout;
import werkmeister.plant.table.Machines;
import werkmeister.plant.table.QualityColumns;
import werkmeister.plant.table.Standing;
import werkmeister.plant.table.Survey;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the blocks of a large file show while they are handed on and forgotten. What is no signal (a
 * counter of rows, a label, texts) is told by the file's head. A column can only lose that title
 * further down, never win it; if one does, the file is read once more.
 */
final class BlockSurvey {
    private final Blocks sink;
    private final Map<String, String> typesByName;
    private final Optional<QualityColumns> qualities;
    private final Optional<LongLayout> tall;
    private final Optional<String> machineColumn;
    private final Set<String> machines = new LinkedHashSet<>();
    private Survey survey = new Survey();
    private QualityColumns.Tally quality = new QualityColumns.Tally();
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

    /** Nothing was seen yet; empty if a file with this head has to be seen as a whole. */
    static Optional<BlockSurvey> of(Blocks sink, Sheet head) {
        Standing all = head.standing();
        Standing standing = sink.perMachine() ? all.apartInHead() : all;
        boolean readable = !sink.perMachine() || standing.several().isPresent();
        return readable && head.isPlain(standing)
                ? Optional.of(new BlockSurvey(sink, standing, head.typed()))
                : Optional.empty();
    }

    private BlockSurvey(Blocks sink, Standing standing, Frame head) {
        this.sink = sink;
        tall = standing.tall();
        machineColumn = standing.several().map(Machines::name);
        qualities = tall.isPresent() ? Optional.empty() : Optional.of(QualityColumns.of(head));
        typesByName = new HashMap<>();
        head.columns().stream()
                .filter(column -> !column.isText())
                .forEach(column -> typesByName.put(column.name().name(), column.type()));
        machineColumn.ifPresent(column -> typesByName.put(column, "machine"));
    }

    /** Everything that was seen is void: the file is read from its start. */
    void begin() {
        survey = new Survey();
        quality = new QualityColumns.Tally();
        machines.clear();
        readings = tall.map(LongBlocks::new);
        sink.begin();
    }

    /** The type of a column of numbers. */
    String typeOf(String name) {
        return typesByName.getOrDefault(name, "number");
    }

    /** How many values a row of a long file is held for. */
    int valuesPerRow() {
        return readings.map(LongBlocks::valuesPerRow).orElse(0);
    }

    /** The block as its rows are kept. */
    Frame shaped(Frame block) {
        Frame frame = block;
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

    /** Surveys the block and hands it on. */
    void deliver(Frame frame) {
        if (frame.rows() > 0) {
            quality.add(frame);
            survey.add(frame);
            sink.block(frame);
        }
    }

    /** The last readings of a long file. */
    void end() {
        readings.ifPresent(rest -> deliver(rest.end()));
    }

    /** Whether the readings of a long file came in order of time; nothing else can be said. */
    boolean isOrdered() {
        return readings.map(LongBlocks::ordered).orElse(true);
    }

    /** Takes titles away that the whole file does not bear out; true if a signal was kept back. */
    boolean correctTypes() {
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
                    survey.retype(series.name().name(), "number");
                    mistyped |= !Frame.SAMPLES.contains(series.type());
                }
            }
        }
        return mistyped;
    }

    Survey survey() {
        return survey;
    }

    QualityColumns.Tally quality() {
        return quality;
    }

    Optional<LongLayout> tall() {
        return tall;
    }

    Optional<LongBlocks> readings() {
        return readings;
    }

    Optional<String> machineColumn() {
        return machineColumn;
    }

    /** Those that were seen, in the order of their coming. */
    List<String> machines() {
        return List.copyOf(machines);
    }
}
