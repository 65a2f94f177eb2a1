package werkmeister.bench.factory;

import werkmeister.bench.control.ControlFigure;
import werkmeister.bench.harness.Sheet;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** How fast the control plane is. */
final class ControlTable {
    private static final List<String> HEADS =
            List.of(
                    "benchmark",
                    "workload",
                    "measured",
                    ">value",
                    "unit",
                    ">floor",
                    ">published",
                    "goal");

    private ControlTable() {}

    static void print(List<ControlFigure> figures, PrintStream out) {
        sheet(figures).print(out);
    }

    static void printMarkdown(List<ControlFigure> figures, PrintStream out) {
        out.println();
        out.println(
                "**pace, kai, kueue: the control plane with its journal on the disk; published"
                        + " figures are the peers' own.**");
        out.println();
        sheet(figures).printMarkdown(out);
    }

    private static Sheet sheet(List<ControlFigure> figures) {
        return new Sheet(HEADS, figures.stream().map(ControlTable::cells).toList());
    }

    private static List<String> cells(ControlFigure figure) {
        return List.of(
                figure.name(),
                figure.workload(),
                figure.what(),
                number(figure.value()),
                figure.unit(),
                figure.floor().map(ControlTable::number).orElse(""),
                figure.published().map(ControlTable::number).orElse(""),
                figure.goal()
                        .map(goal -> goal + (figure.met().orElse(false) ? ": met" : ": missed"))
                        .orElse(""));
    }

    private static String number(double value) {
        return String.format(
                Locale.ROOT, value >= 100 ? "%,.0f" : value >= 1 ? "%.1f" : "%.3f", value);
    }
}
