package werkmeister.plant.cell;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;

/** Writes down the format of a time by the letters that Java and spreadsheets use for its parts. */
public final class TimePattern {
    private TimePattern() {}

    /** Such as {@code dd.MM.yyyy HH:mm:ss} for {@code 31.01.2026 08:30:00}. */
    public static String of(String cell, CalendarTime.Order order) {
        var letters = new ArrayDeque<>(List.of("H", "m", "s", "S"));
        List<String> date =
                switch (order) {
                    case YMD -> List.of("y", "M", "d");
                    case DMY -> List.of("d", "M", "y");
                    case MDY -> List.of("M", "d", "y");
                    case CLOCK -> List.of();
                };
        date.reversed().forEach(letters::addFirst);
        var pattern = new StringBuilder();
        for (int at = 0; at < cell.length(); ) {
            int to = at;
            while (to < cell.length()
                    && kind(cell.charAt(to)) == kind(cell.charAt(at))
                    && kind(cell.charAt(at)) != 'o') {
                to++;
            }
            to = Math.max(to, at + 1);
            boolean offset =
                    !letters.contains("s") && (cell.charAt(at) == '+' || cell.charAt(at) == '-');
            if (offset) {
                return pattern.append("XXX").toString();
            }
            String piece = cell.substring(at, to);
            pattern.append(
                    switch (kind(piece.charAt(0))) {
                        case 'd' -> digits(piece, letters);
                        case 'l' -> letters(piece, letters);
                        default -> piece;
                    });
            at = to;
        }
        return pattern.toString();
    }

    private static char kind(char c) {
        return Character.isDigit(c) ? 'd' : Character.isLetter(c) ? 'l' : 'o';
    }

    private static String digits(String piece, ArrayDeque<String> letters) {
        int length = piece.length();
        boolean date = letters.contains("d") && length >= 8;
        boolean clock =
                !letters.contains("d") && letters.contains("m") && (length == 6 || length == 4);
        if (!date && !clock) {
            return letters.isEmpty() ? "x".repeat(length) : letters.removeFirst().repeat(length);
        }
        var pattern = new StringBuilder();
        for (int at = 0; at < length && !letters.isEmpty(); ) {
            String letter = letters.removeFirst();
            int width = letter.equals("y") ? 4 : letter.equals("S") ? length - at : 2;
            pattern.append(letter.repeat(width));
            at += width;
        }
        return pattern.toString();
    }

    private static String letters(String piece, ArrayDeque<String> letters) {
        if (letters.contains("M") && CalendarTime.isMonth(piece)) {
            letters.remove("M");
            return "MMM";
        }
        return switch (piece.toUpperCase(Locale.ROOT)) {
            case "T" -> "'T'";
            case "Z", "UTC", "GMT", "CET", "CEST", "MEZ", "MESZ" -> "z";
            case "AM", "PM" -> "a";
            default -> letters.contains("d") ? "EEE" : piece;
        };
    }
}
