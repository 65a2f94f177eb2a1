package werkmeister.plant.ingest;

import werkmeister.plant.table.Understanding;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a file, as text that can be written by hand, made by a generator or taken from
 * what was understood:
 *
 * <pre>
 * rows 3, rejected 1
 * from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
 * pressure number 2 of 3, sum 4.5
 * rejected 2 (pressure) (broken)
 * finds LargeTimestampGaps
 * asks --decimal
 * </pre>
 *
 * <p>Findings and questions are only looked at where they are expected.
 */
final class Known {
    private static final int SHOWN = 20;
    private static final MathContext DIGITS = new MathContext(12);
    private static final double PLAIN = 1e15;

    private Known() {}

    static String of(Understanding understood, String expected) {
        var lines = new ArrayList<String>();
        lines.add(rows(understood.rows(), understood.rejectedTotal()));
        lines.add(span(understood.start(), understood.end()));
        for (Understanding.Column column : understood.signals()) {
            lines.add(
                    column(
                            column.name(),
                            column.type(),
                            column.count(),
                            column.count() + column.missing(),
                            column.sum().map(BigDecimal::new)));
        }
        understood.rejected().stream()
                .limit(SHOWN)
                .map(cell -> rejected(cell.row(), cell.column(), cell.value()))
                .forEach(lines::add);
        expected.lines().filter(line -> isSaid(line, understood)).forEach(lines::add);
        return String.join("\n", lines) + "\n";
    }

    private static boolean isSaid(String line, Understanding understood) {
        if (line.startsWith("finds ")) {
            return understood.findings().stream()
                    .anyMatch(finding -> finding.kind().equals(line.substring("finds ".length())));
        }
        return line.startsWith("asks ")
                && understood.questions().stream()
                        .anyMatch(question -> question.contains(line.substring("asks ".length())));
    }

    static String rows(long rows, long rejected) {
        return "rows %d, rejected %d".formatted(rows, rejected);
    }

    static String span(Optional<Instant> start, Optional<Instant> end) {
        return start.isEmpty()
                ? "without time"
                : "from %s to %s".formatted(start.get(), end.orElseThrow());
    }

    static String column(
            String name, String type, long count, long rows, Optional<BigDecimal> sum) {
        return "%s %s %d of %d%s"
                .formatted(name, type, count, rows, sum.map(s -> ", sum " + plain(s)).orElse(""));
    }

    private static String plain(BigDecimal number) {
        BigDecimal brief = number.round(DIGITS).stripTrailingZeros();
        return Math.abs(brief.doubleValue()) < PLAIN ? brief.toPlainString() : brief.toString();
    }

    static String rejected(long row, String column, String value) {
        return "rejected %d (%s) (%s)".formatted(row, column, value);
    }

    static String lines(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
