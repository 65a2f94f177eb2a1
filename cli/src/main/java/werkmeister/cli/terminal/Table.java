package werkmeister.cli.terminal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A table for people: columns as wide as their widest cell, numbers on the right. */
public final class Table {
    private static final String GAP = "  ";

    private final List<String> heads;
    private final boolean[] numbers;
    private final List<List<String>> rows = new ArrayList<>();

    /** A column whose head starts with {@code >} holds numbers: it is set to the right. */
    public Table(List<String> heads) {
        this.heads = heads.stream().map(head -> head.replaceFirst("^>", "")).toList();
        this.numbers = new boolean[heads.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = heads.get(i).startsWith(">");
        }
    }

    public Table row(String... cells) {
        if (cells.length != heads.size()) {
            throw new IllegalArgumentException(
                    "The row has %d cells for %d columns.".formatted(cells.length, heads.size()));
        }
        rows.add(List.of(cells));
        return this;
    }

    /** A cell that draws what part of a whole something is, so many characters wide. */
    public static String bar(double part, double whole, int width) {
        int filled = (int) Math.clamp(Math.rint(width * part / whole), 0, width);
        return "█".repeat(filled) + "·".repeat(width - filled);
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public void print(PrintStream out) {
        out.println(line(heads));
        rows.forEach(row -> out.println(line(row)));
    }

    private String line(List<String> cells) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            String blank = " ".repeat(width(i) - length(cell));
            line.append(i == 0 ? "" : GAP);
            line.append(numbers[i] ? blank + cell : cell + blank);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return Math.max(
                length(heads.get(column)),
                rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0));
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
