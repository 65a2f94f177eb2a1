package werkmeister.cli.backtest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Optional;

/** A time as a person writes it beside a file. Without a zone it is read in the file's. */
final class WrittenTime {
    private static final List<DateTimeFormatter> FORMATS =
            List.of(format("yyyy-M-d", 'T'), format("yyyy-M-d", ' '), format("d.M.yyyy", ' '));

    private WrittenTime() {}

    /** In microseconds since the epoch; empty if it is no time. */
    static Optional<Long> micros(String text, ZoneId zone) {
        for (var format : FORMATS) {
            try {
                return Optional.of(
                        micros(LocalDateTime.parse(text, format).atZone(zone).toInstant()));
            } catch (DateTimeParseException _) {
                continue;
            }
        }
        return day(text, zone).or(() -> withOffset(text));
    }

    private static Optional<Long> day(String text, ZoneId zone) {
        for (String pattern : List.of("yyyy-M-d", "d.M.yyyy")) {
            try {
                var day = LocalDate.parse(text, DateTimeFormatter.ofPattern(pattern));
                return Optional.of(micros(day.atStartOfDay(zone).toInstant()));
            } catch (DateTimeParseException _) {
                continue;
            }
        }
        return Optional.empty();
    }

    private static Optional<Long> withOffset(String text) {
        try {
            return Optional.of(micros(OffsetDateTime.parse(text.replace(' ', 'T')).toInstant()));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static DateTimeFormatter format(String day, char between) {
        return new DateTimeFormatterBuilder()
                .appendPattern(day)
                .appendLiteral(between)
                .appendPattern("H:mm[:ss]")
                .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                .toFormatter();
    }

    static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
    }
}
