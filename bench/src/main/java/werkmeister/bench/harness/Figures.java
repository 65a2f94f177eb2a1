package werkmeister.bench.harness;

import java.io.PrintStream;

/** Figures in the shapes that scripts and people read. */
public interface Figures {
    String json();

    void print(PrintStream out);

    /** As they stand in docs/benchmarks.md. */
    void printMarkdown(PrintStream out);
}
