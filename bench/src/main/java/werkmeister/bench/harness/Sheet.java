package werkmeister.bench.harness;

import werkmeister.cli.terminal.Table;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows under heads, for a terminal or a document.
 *
 * @param heads one that begins with {@code >} is of numbers
 */
public record Sheet(List<String> heads, List<List<String>> rows) {
    public void print(PrintStream out) {
        var table = new Table(heads);
        rows.forEach(row -> table.row(row.toArray(String[]::new)));
        table.print(out);
    }

    public void printMarkdown(PrintStream out) {
        out.println("| %s |".formatted(String.join(" | ", heads).replace(">", "")));
        out.println(
                heads.stream()
                        .map(head -> head.startsWith(">") ? "---:" : "---")
                        .collect(Collectors.joining("|", "|", "|")));
        rows.forEach(row -> out.println("| %s |".formatted(String.join(" | ", row))));
    }
}
