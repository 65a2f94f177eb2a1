package werkmeister.plant.store;

import werkmeister.units.TimeSpan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A chart of one signal: from levels where they are fine enough, from the samples where they are
 * not, at both ends of the span and where files overlap. Either way each point holds the least and
 * the greatest of all values in its time.
 */
final class Zoom {
    private final SampleStore store;
    private final Path root;
    private final String signal;
    private final TimeSpan span;
    private final double width;
    private final EnvelopeChart chart;

    private Zoom(
            SampleStore store,
            Path root,
            String signal,
            TimeSpan span,
            double width,
            EnvelopeChart chart) {
        this.store = store;
        this.root = root;
        this.signal = signal;
        this.span = span;
        this.width = width;
        this.chart = chart;
    }

    static Envelope of(
            SampleStore store,
            Path root,
            List<List<SampleFile>> groups,
            String signal,
            TimeSpan span,
            int points) {
        double width = EnvelopeChart.width(span, points);
        long step =
                groups.stream()
                        .filter(group -> hasLevels(group, width))
                        .mapToLong(group -> Levels.step(group.getFirst()))
                        .max()
                        .orElse(0);
        var chart =
                step == 0
                        ? new EnvelopeChart(span, points)
                        : EnvelopeChart.ofSteps(span, points, step);
        var zoom = new Zoom(store, root, signal, span, width, chart);
        groups.forEach(zoom::add);
        return chart.envelope();
    }

    private static boolean hasLevels(List<SampleFile> group, double width) {
        return group.size() == 1
                && Levels.areKept(group.getFirst().rows())
                && Levels.step(group.getFirst()) <= width;
    }

    private void add(List<SampleFile> group) {
        Optional<Levels> levels =
                hasLevels(group, width) ? levels(group.getFirst()) : Optional.empty();
        if (levels.isPresent()) {
            add(group.getFirst(), levels.get());
        } else {
            samples(group, span);
        }
    }

    private Optional<Levels> levels(SampleFile file) {
        try {
            return LevelsFile.read(
                    root.resolve(LevelsFile.path(file.path())), file.sha256(), signal);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The levels of file (%s) cannot be read.".formatted(file.path()), e);
        }
    }

    /** Steps that reach over an end of the span are taken from the samples. */
    private void add(SampleFile file, Levels levels) {
        long from = Merge.micros(span.from());
        long to = Merge.micros(span.to());
        for (int i = 0; i < levels.min().length; i++) {
            long start = levels.start(i);
            long end = start + levels.step();
            if (start >= from && end <= to) {
                chart.add(start, levels.min()[i], levels.max()[i]);
            } else if (end > from && start < to) {
                samples(
                        List.of(file),
                        new TimeSpan(instant(Math.max(from, start)), instant(Math.min(to, end))));
            }
        }
    }

    private void samples(List<SampleFile> files, TimeSpan part) {
        store.scan(
                files,
                List.of(signal),
                part,
                table -> chart.add(table.times(), table.columns()[0]));
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
