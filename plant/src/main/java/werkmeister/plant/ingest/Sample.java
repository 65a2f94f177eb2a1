package werkmeister.plant.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The first rows of a file as texts, cut by one separator: what guesses are made on. Empty lines
 * are empty rows.
 */
final class Sample {
    private Sample() {}

    static List<List<String>> rows(Source source, char separator, int most) {
        var rows = new ArrayList<List<String>>();
        var collector =
                new RowScanner.Cells() {
                    private List<String> row = new ArrayList<>();

                    @Override
                    public void cell(int column, byte[] bytes, int from, int to) {
                        row.add(source.decode(bytes, from, to).strip());
                    }

                    @Override
                    public boolean endRow(int cells, boolean open) {
                        rows.add(row);
                        row = new ArrayList<>();
                        return rows.size() < most;
                    }
                };
        try {
            new RowScanner(new ByteArrayInputStream(source.head()), separator, collector).scan();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can always be read.", e);
        }
        return rows;
    }
}
