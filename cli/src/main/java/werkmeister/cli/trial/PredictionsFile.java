package werkmeister.cli.trial;

import werkmeister.cli.text.Csv;
import werkmeister.learning.table.CaseReading.Sheet;
import werkmeister.learning.trial.Prediction;
import werkmeister.plant.table.RawTable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * The predictions as a CSV file, so that anyone can compute a metric of his own: {@code
 * file,row,machine,time,prediction,low,high,class,signal} in the files' order. Rows are counted
 * from 1 over the data rows; the time is written as the file writes it; what does not apply is
 * empty.
 */
final class PredictionsFile {
    private PredictionsFile() {}

    static void write(Path target, List<Sheet> sheets, List<Prediction> predictions)
            throws IOException {
        var ordered =
                predictions.stream()
                        .sorted(
                                Comparator.comparingInt(Prediction::file)
                                        .thenComparingInt(Prediction::row))
                        .toList();
        try (var out = Csv.create(target)) {
            out.write("file,row,machine,time,prediction,low,high,class,signal\n");
            for (Prediction one : ordered) {
                out.write(line(sheets.get(one.file()), one));
            }
        }
    }

    private static String line(Sheet sheet, Prediction one) {
        RawTable table = sheet.table();
        return String.join(
                        ",",
                        Csv.cell(sheet.name()),
                        String.valueOf(table.rowNumbers()[one.row()]),
                        Csv.cell(one.machine()),
                        Csv.cell(table.timeTexts()[one.row()]),
                        number(one.value()),
                        number(one.low()),
                        number(one.high()),
                        Csv.cell(one.told()),
                        Csv.cell(one.signal()))
                + "\n";
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.valueOf(value) : "";
    }
}
