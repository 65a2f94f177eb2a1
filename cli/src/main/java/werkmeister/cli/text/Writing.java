package werkmeister.cli.text;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * How amounts and times are written for people: local time with its zone, numbers with their unit.
 */
public final class Writing {
    private static final long KILO = 1000;

    private final Words words;
    private final ZoneId zone;
    private final DateTimeFormatter minutes;

    public Writing(Words words, ZoneId zone) {
        this.words = words;
        this.zone = zone;
        var pattern =
                switch (words.language()) {
                    case DE -> "dd.MM.yyyy HH:mm z";
                    case EN -> "yyyy-MM-dd HH:mm z";
                };
        this.minutes = DateTimeFormatter.ofPattern(pattern, words.language().locale());
    }

    /** Local time to the minute, such as {@code 2026-11-23 13:05 CET}. */
    public String time(Instant instant) {
        return minutes.format(instant.atZone(zone));
    }

    public String count(long number) {
        return NumberFormat.getIntegerInstance(words.language().locale()).format(number);
    }

    /** A number with at most so many decimals, and a hyphen where there is none. */
    public String number(double number, int decimals) {
        if (Double.isNaN(number)) {
            return "-";
        }
        var format = NumberFormat.getNumberInstance(words.language().locale());
        format.setMaximumFractionDigits(decimals);
        format.setMinimumFractionDigits(decimals);
        return format.format(number);
    }

    /** A number as a person reads off a gauge: four digits that count. */
    public String reading(double number) {
        if (Double.isNaN(number)) {
            return "-";
        }
        double size = Math.abs(number);
        if (size >= KILO) {
            return number(number, 0);
        }
        if (size >= 100) {
            return number(number, 1);
        }
        return number(number, size >= 1 ? 2 : 3);
    }

    public String percent(double share) {
        return Double.isNaN(share) ? "-" : number(100 * share, 1) + " %";
    }

    /** A length of time in the unit that suits it, such as {@code 31.0 h}. */
    public String duration(Duration duration) {
        double seconds = duration.toNanos() / 1e9;
        if (seconds < 120) {
            return number(seconds, seconds < 1 ? 2 : seconds < 10 ? 1 : 0) + " s";
        }
        if (seconds < 120 * 60) {
            return number(seconds / 60, 0) + " min";
        }
        if (seconds < 72 * 3600) {
            return number(seconds / 3600, 1) + " h";
        }
        return number(seconds / 86_400, 1) + " " + words.say("unit.days");
    }

    /** The same of a number of seconds. */
    public String seconds(double seconds) {
        return duration(Duration.ofMillis((long) (seconds * 1000)));
    }

    /** A size in bytes in the decimal unit that suits it. */
    public String bytes(long bytes) {
        if (bytes < KILO) {
            return bytes + " B";
        }
        if (bytes < KILO * KILO) {
            return number(bytes / 1e3, 1) + " kB";
        }
        if (bytes < KILO * KILO * KILO) {
            return number(bytes / 1e6, 1) + " MB";
        }
        return number(bytes / 1e9, 1) + " GB";
    }

    /** An amount of money given in millionths of a euro. */
    public String euros(long microEuros) {
        return number(microEuros / 1e6, microEuros < 10_000 ? 6 : 2) + " EUR";
    }
}
