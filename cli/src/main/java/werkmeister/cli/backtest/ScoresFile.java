package werkmeister.cli.backtest;

import werkmeister.cli.text.Csv;
import werkmeister.learning.evaluate.ScoredSeries;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The scores as a CSV file, so that anyone can compute a metric of his own: {@code
 * file,row,time,score,threshold,alarm,finding}, a line a scored data row in the file's order.
 *
 * <p>Rows are counted from 1 over the data rows; the time is written as the file writes it; alarm
 * is 1 or 0; finding is the finding's number within the file, 0 where there is none. A row that the
 * model does not judge has score 0.
 */
final class ScoresFile {
    private ScoresFile() {}

    static void write(Path target, List<JudgedFile> files, List<ScoredSeries> scored)
            throws IOException {
        try (var out = Csv.create(target)) {
            out.write("file,row,time,score,threshold,alarm,finding\n");
            for (int i = 0; i < files.size(); i++) {
                write(out, files.get(i), scored.get(i));
            }
        }
    }

    private static void write(BufferedWriter out, JudgedFile file, ScoredSeries scored)
            throws IOException {
        String name = Csv.cell(file.path().toString());
        int[] scoredAt = new int[file.table().rows()];
        for (int i = 0; i < scored.rows(); i++) {
            scoredAt[file.order()[scored.firstRow() + i]] = i + 1;
        }
        for (int row = 0; row < scoredAt.length; row++) {
            if (scoredAt[row] > 0) {
                int at = scoredAt[row] - 1;
                double score = scored.scores()[at];
                out.write(name + ',' + file.table().rowNumbers()[row] + ',');
                out.write(Csv.cell(file.table().timeTexts()[row]) + ',');
                out.write((Double.isFinite(score) ? score : 0.0) + "," + scored.threshold() + ',');
                out.write((scored.alarms()[at] ? "1," : "0,") + scored.findings()[at] + '\n');
            }
        }
    }
}
