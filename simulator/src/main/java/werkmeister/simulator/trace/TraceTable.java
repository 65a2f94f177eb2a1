package werkmeister.simulator.trace;

import werkmeister.units.Refusal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A trace's table: a line of names, then a line a row, cells parted by commas and never quoted.
 *
 * @param rows of as many cells as there are names
 */
record TraceTable(Path file, List<String> names, List<List<String>> rows) {
    static TraceTable read(Path file) {
        List<String> lines = lines(file);
        if (lines.isEmpty()) {
            throw Refusal.invalid(
                    "%s is empty: a trace begins with its columns' names.".formatted(file));
        }
        List<String> names = List.of(lines.getFirst().strip().split(",", -1));
        var rows = new ArrayList<List<String>>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                List<String> cells = List.of(lines.get(i).strip().split(",", -1));
                if (cells.size() != names.size()) {
                    throw Refusal.invalid(
                            "%s, line %d: there are %d cells (%s), but %d columns are named."
                                    .formatted(
                                            file, i + 1, cells.size(), lines.get(i), names.size()));
                }
                rows.add(cells);
            }
        }
        return new TraceTable(file, names, rows);
    }

    /** Whether a file's first line names these columns among others. */
    static boolean has(Path file, String... wanted) {
        try (var reader = Files.newBufferedReader(file)) {
            String head = reader.readLine();
            return head != null
                    && List.of(head.strip().split(",", -1)).containsAll(List.of(wanted));
        } catch (MalformedInputException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException e) {
            throw Refusal.invalid("%s is no text in UTF-8.".formatted(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of its file, without its ending. */
    String name() {
        return String.valueOf(file.getFileName()).replaceFirst("\\.csv$", "");
    }

    boolean has(String... wanted) {
        return names.containsAll(List.of(wanted));
    }

    String text(int row, String column) {
        return rows.get(row).get(index(column));
    }

    /** A number that must be at least so large. */
    double number(int row, String column, double least) {
        String text = text(row, column);
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            number = Double.NaN;
        }
        if (!(number >= least && number <= Integer.MAX_VALUE)) {
            throw Refusal.invalid(
                    "%s, row %d: %s (%s) must be a number from %s on."
                            .formatted(file, row + 1, column, text, least));
        }
        return number;
    }

    int whole(int row, String column) {
        return (int) number(row, column, 0);
    }

    private int index(String column) {
        int index = names.indexOf(column);
        if (index < 0) {
            throw Refusal.invalid(
                    "%s has no column (%s); it has %s.".formatted(file, column, names));
        }
        return index;
    }
}
