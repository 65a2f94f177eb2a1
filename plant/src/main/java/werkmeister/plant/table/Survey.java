package werkmeister.plant.table;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all rows of a file show, taken in block by block: its times and each of its columns. */
public final class Survey {
    private final TimeTally times = new TimeTally();
    private static final int PIECE = 1 << 16;

    private final Map<String, ColumnTally> columnsByName = new LinkedHashMap<>();
    private long rows;

    /** A column of the file with what its values show. */
    public sealed interface ColumnTally {
        /** The column as it was in the last block. */
        Series series();

        Understanding.Column understood();

        /** A column of numbers. */
        record Numbers(Series series, SignalTally tally) implements ColumnTally {
            @Override
            public Understanding.Column understood() {
                return new Understanding.Column(
                        series.name().name(),
                        series.type(),
                        series.name().unit(),
                        tally.count(),
                        tally.missing(),
                        tally.min(),
                        tally.max(),
                        tally.sum(),
                        tally.constant());
            }
        }

        /** A column of texts. */
        record Texts(Series series, TextTally tally) implements ColumnTally {
            @Override
            public Understanding.Column understood() {
                return new Understanding.Column(
                        series.name().name(),
                        series.type(),
                        series.name().unit(),
                        tally.count(),
                        tally.missing(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        tally.constant());
            }
        }
    }

    public static Survey of(Frame frame) {
        var survey = new Survey();
        survey.add(frame);
        return survey;
    }

    /**
     * Takes a block in. A column of numbers that other blocks have, and this one has not, is
     * missing in it.
     */
    public void add(Frame block) {
        times.add(block.times(), block.rowNumbers());
        for (Series series : block.columns()) {
            ColumnTally column =
                    columnsByName.computeIfAbsent(series.name().name(), _ -> late(series));
            switch (column) {
                case ColumnTally.Numbers(_, var tally) ->
                        tally.add(series.numbers(), block.rowNumbers());
                case ColumnTally.Texts(_, var tally) -> tally.add(series.texts());
            }
        }
        rows += block.rows();
        for (ColumnTally column : columnsByName.values()) {
            if (column instanceof ColumnTally.Numbers(_, var tally)) {
                addMissing(tally, rows - tally.rows());
            }
        }
    }

    /** A column that begins now was missing so far. */
    private ColumnTally late(Series series) {
        ColumnTally column = empty(series);
        if (column instanceof ColumnTally.Numbers(_, var tally)) {
            addMissing(tally, rows);
        }
        return column;
    }

    private static void addMissing(SignalTally tally, long count) {
        for (long left = count; left > 0; left -= PIECE) {
            var missing = new double[(int) Math.min(left, PIECE)];
            Arrays.fill(missing, Double.NaN);
            tally.add(missing, new int[missing.length]);
        }
    }

    private static ColumnTally empty(Series series) {
        return series.isText()
                ? new ColumnTally.Texts(series, new TextTally())
                : new ColumnTally.Numbers(series, new SignalTally());
    }

    /** Takes back what a column of numbers was said to be. */
    public void retype(String name, String type) {
        columnsByName.computeIfPresent(
                name,
                (_, column) ->
                        column instanceof ColumnTally.Numbers(var series, var tally)
                                ? new ColumnTally.Numbers(series.as(type), tally)
                                : column);
    }

    public TimeTally times() {
        return times;
    }

    public List<ColumnTally> columns() {
        return List.copyOf(columnsByName.values());
    }
}
