package werkmeister.simulator.press;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.util.Set;

/**
 * On which days the plant works: no Sundays, no German public holidays, no works holidays in August
 * and at Christmas.
 */
final class WorksCalendar {
    private static final Set<MonthDay> FIXED_HOLIDAYS =
            Set.of(
                    MonthDay.of(Month.JANUARY, 1),
                    MonthDay.of(Month.MAY, 1),
                    MonthDay.of(Month.OCTOBER, 3));
    private static final Set<Integer> DAYS_FROM_EASTER = Set.of(-2, 1, 39, 50);

    private WorksCalendar() {}

    /** Whether two shifts work, from Monday to Friday. */
    static boolean isWorkday(LocalDate date) {
        return date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0 && !isHoliday(date);
    }

    static boolean isHoliday(LocalDate date) {
        return FIXED_HOLIDAYS.contains(MonthDay.from(date))
                || DAYS_FROM_EASTER.contains(
                        (int) (date.toEpochDay() - easter(date.getYear()).toEpochDay()))
                || isWorksHoliday(date);
    }

    private static boolean isWorksHoliday(LocalDate date) {
        int day = date.getDayOfMonth();
        return switch (date.getMonth()) {
            case AUGUST -> day >= 5 && day <= 18;
            case DECEMBER -> day >= 24;
            default -> false;
        };
    }

    /** Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher). */
    static LocalDate easter(int year) {
        int a = year % 19;
        int b = year / 100;
        int c = year % 100;
        int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
        int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
        return LocalDate.of(year, f / 31, f % 31 + 1);
    }
}
