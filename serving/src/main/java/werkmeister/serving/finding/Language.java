package werkmeister.serving.finding;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The languages of sentences for people: numbers, times and counts as they are written there. */
public enum Language {
    DE(Locale.GERMANY, "dd.MM.uuuu HH:mm z", "Tage", "Wochen"),
    EN(Locale.UK, "d MMMM uuuu HH:mm z", "days", "weeks");

    private static final int WHOLE_HOURS_BELOW = 72;

    private final Locale locale;
    private final DateTimeFormatter time;
    private final String days;
    private final String weeks;

    Language(Locale locale, String pattern, String days, String weeks) {
        this.locale = locale;
        this.time = DateTimeFormatter.ofPattern(pattern, locale);
        this.days = days;
        this.weeks = weeks;
    }

    /** Such as {@code 51,4}. */
    public String number(double value, int decimals) {
        var format = new DecimalFormat("0", DecimalFormatSymbols.getInstance(locale));
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        var text = format.format(value);
        // A rounded nothing has no sign.
        return text.startsWith("-") && text.chars().noneMatch(c -> c >= '1' && c <= '9')
                ? text.substring(1)
                : text;
    }

    /** Local time with the name of its zone, such as {@code 14 May 2025 03:10 CEST}. */
    public String time(Instant instant, ZoneId zone) {
        return time.format(instant.atZone(zone));
    }

    /** Such as {@code 31 h}, or {@code 5.2 days} from three days on, or minutes below two hours. */
    public String duration(Duration duration) {
        long minutes = duration.toMinutes();
        if (minutes < 120) {
            return minutes + " min";
        }
        double hours = minutes / 60.0;
        return hours < WHOLE_HOURS_BELOW
                ? number(hours, 0) + " h"
                : number(hours / 24, 1) + " " + days;
    }

    /** Whole weeks, or days below three weeks, or less where it is not even two days. */
    public String weeks(Duration duration) {
        if (duration.toHours() < 48) {
            return duration(duration);
        }
        double count = duration.toHours() / 24.0;
        return count < 21 ? number(count, 0) + " " + days : number(count / 7, 0) + " " + weeks;
    }

    /** Such as {@code 1 finding} or {@code 23 findings}. */
    public static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
