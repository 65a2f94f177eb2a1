package werkmeister.plant.table;

import werkmeister.plant.cell.HeaderName;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A file in the long layout that comes block by block, in order of time: each block is made wide as
 * {@link LongLayout} makes the whole. Readings of the latest time wait for those that may follow,
 * and what a signal last said is kept for the next block.
 */
public final class LongBlocks {
    private final LongLayout layout;
    private final Optional<QualityScheme> scheme;
    private final Optional<Understanding.Finding> held;
    private final int signals;
    private final Map<String, HeaderName> namesBySignal = new LinkedHashMap<>();
    private final Map<String, double[]> lastBySignal = new LinkedHashMap<>();
    private Optional<Frame> waiting = Optional.empty();
    private long latest = Long.MIN_VALUE;
    private boolean ordered = true;

    /**
     * @param head the layout as the first rows show it: whether values hold is told by them
     */
    public LongBlocks(LongLayout head) {
        layout = head;
        scheme = head.scheme();
        LongLayout.Wide wide = head.wide(scheme);
        held = head.held(wide);
        signals = wide.signals().size();
    }

    /** Whether the rows of a file come in order of time. */
    public static boolean areOrdered(Frame frame) {
        long[] times = frame.times();
        return IntStream.range(1, times.length).allMatch(i -> times[i] >= times[i - 1]);
    }

    /** Whether all rows so far came in order of time; else what was given out is void. */
    public boolean ordered() {
        return ordered;
    }

    /** How many values a row of the file becomes at most, about. */
    public int valuesPerRow() {
        return held.isPresent() ? Math.max(1, signals) : 1;
    }

    /** What a person should know of it. */
    public List<Understanding.Finding> findings() {
        return held.stream().toList();
    }

    /** Takes the next rows in and gives out those whose time is over. */
    public Frame next(Frame block) {
        Frame rows = waiting.map(before -> before.append(block)).orElse(block);
        long[] times = rows.times();
        ordered &= areOrdered(rows) && (times.length == 0 || times[0] >= latest);
        int end = times.length;
        while (end > 0 && times[end - 1] == times[times.length - 1]) {
            end--;
        }
        waiting = Optional.of(rows.pick(IntStream.range(end, times.length).toArray()));
        return wide(rows.pick(IntStream.range(0, end).toArray()));
    }

    /** The rest, when no more rows come. */
    public Frame end() {
        Frame rest = waiting.map(this::wide).orElseThrow();
        waiting = Optional.empty();
        return rest;
    }

    private Frame wide(Frame rows) {
        if (rows.rows() > 0) {
            latest = rows.times()[rows.rows() - 1];
        }
        LongLayout part = layout.in(rows);
        LongLayout.Wide wide = part.wide(scheme);
        part.names(wide.signals()).forEach(namesBySignal::putIfAbsent);
        if (held.isPresent() && rows.rows() > 0) {
            namesBySignal.keySet().forEach(signal -> hold(signal, wide));
        }
        return wide.frame(namesBySignal);
    }

    /** What a signal said before the block holds until it speaks again. */
    private void hold(String signal, LongLayout.Wide wide) {
        double[] column = wide.column(signal);
        double[] codes =
                scheme.isPresent() ? wide.codes(signal) : LongLayout.missing(column.length);
        double[] last = lastBySignal.computeIfAbsent(signal, _ -> LongLayout.missing(2));
        if (Double.isNaN(column[0]) && Double.isNaN(codes[0])) {
            column[0] = last[0];
            codes[0] = last[1];
        }
        LongLayout.holdOn(column, codes);
        lastBySignal.put(signal, new double[] {column[column.length - 1], codes[codes.length - 1]});
    }
}
