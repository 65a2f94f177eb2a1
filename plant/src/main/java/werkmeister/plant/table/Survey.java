package werkmeister.plant.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What all rows of a file show, taken in block by block: its times and each of its columns. */
public final class Survey {
    private final TimeTally times = new TimeTally();
    private final List<ColumnTally> columns = new ArrayList<>();

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

    /** Takes a block in; all blocks have the same columns. */
    public void add(Frame block) {
        times.add(block.times(), block.rowNumbers());
        for (int i = 0; i < block.columns().size(); i++) {
            Series series = block.columns().get(i);
            if (i == columns.size()) {
                columns.add(empty(series));
            }
            switch (columns.get(i)) {
                case ColumnTally.Numbers(_, var tally) ->
                        tally.add(series.numbers(), block.rowNumbers());
                case ColumnTally.Texts(_, var tally) -> tally.add(series.texts());
            }
        }
    }

    private static ColumnTally empty(Series series) {
        return series.isText()
                ? new ColumnTally.Texts(series, new TextTally())
                : new ColumnTally.Numbers(series, new SignalTally());
    }

    public TimeTally times() {
        return times;
    }

    public List<ColumnTally> columns() {
        return List.copyOf(columns);
    }
}
