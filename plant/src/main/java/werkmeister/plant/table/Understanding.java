package werkmeister.plant.table;

import werkmeister.plant.cell.Said;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was understood of a file: an account for people, and as JSON for scripts.
 *
 * @param file its name
 * @param rows data rows of the file, whatever became of them
 * @param rejected the first cells and rows that could not be read
 * @param rejectedTotal how many there are in all
 * @param start time of the first sample, absent where the file has no time
 * @param end time of the last sample
 * @param periodSeconds the usual time from one sample to the next
 * @param machines names of the machines in the file, if a column of it tells them apart
 * @param signals every column that is not the time
 * @param findings what a person should know of the file
 * @param questions where two readings were possible: which was taken, and what to say if it is
 *     wrong
 */
public record Understanding(
        String file,
        Format format,
        long rows,
        List<Rejected> rejected,
        long rejectedTotal,
        Optional<Instant> start,
        Optional<Instant> end,
        Optional<Double> periodSeconds,
        List<String> machines,
        List<Column> signals,
        List<Finding> findings,
        List<String> questions,
        List<String> questionsDe) {
    public Understanding {
        rejected = List.copyOf(rejected);
        machines = List.copyOf(machines);
        signals = List.copyOf(signals);
        findings = List.copyOf(findings);
        questions = List.copyOf(questions);
        questionsDe = List.copyOf(questionsDe);
    }

    /** The same of a file that its owner calls by another name. */
    public Understanding named(String name) {
        return new Understanding(
                name,
                format,
                rows,
                rejected,
                rejectedTotal,
                start,
                end,
                periodSeconds,
                machines,
                signals,
                findings,
                questions,
                questionsDe);
    }

    /** The same with other columns and findings. */
    public Understanding with(List<Column> otherSignals, List<Finding> otherFindings) {
        return new Understanding(
                file,
                format,
                rows,
                rejected,
                rejectedTotal,
                start,
                end,
                periodSeconds,
                machines,
                otherSignals,
                otherFindings,
                questions,
                questionsDe);
    }

    /**
     * How the file is written.
     *
     * @param separator between fields: the character itself
     * @param decimal the decimal mark
     * @param header whether a line holds the names
     * @param layout {@code wide} (a column a signal), {@code long} (time, signal, value); without a
     *     time {@code runs} (a column tells runs or machines apart), {@code cycles} (a column
     *     counts the rows), else {@code rows}
     * @param timeColumn its name, absent where rows are only counted
     * @param timeFormat such as {@code dd.MM.yyyy HH:mm:ss} or {@code epoch ms}
     * @param zone in which local times were read, UTC where the times name their own offset
     */
    public record Format(
            String separator,
            String decimal,
            String encoding,
            boolean header,
            String layout,
            Optional<String> timeColumn,
            Optional<String> timeFormat,
            Optional<String> zone) {}

    /**
     * A cell or row that could not be read.
     *
     * @param row counted from 1 over the data rows
     * @param column its name, empty where the whole row is meant
     */
    public record Rejected(long row, String column, String value, String reason) {}

    /**
     * A column of the file. Figures are of the values that are there.
     *
     * @param type {@code number}, {@code flag} (two states, 0 and 1), {@code counter} (counts the
     *     rows), {@code text}, {@code machine} (tells machines or runs apart) or {@code quality}
     *     (how good the samples of a signal are: 0 good, 1 uncertain, 2 bad); only numbers and
     *     flags are samples
     * @param unit as the file names it, empty if it does not
     */
    public record Column(
            String name,
            String type,
            String unit,
            long count,
            long missing,
            Optional<Double> min,
            Optional<Double> max,
            Optional<Double> sum,
            boolean constant) {
        /** The same under another name. */
        public Column named(String other) {
            return new Column(other, type, unit, count, missing, min, max, sum, constant);
        }

        /** Whether its values are samples of the machine. */
        public boolean measured() {
            return type.equals("number") || type.equals("flag");
        }
    }

    /**
     * Something a person should know.
     *
     * @param kind such as {@code LargeTimestampGaps}, {@code DuplicateTimestamps}, {@code
     *     ConstantSignal}; where Amazon Lookout for Equipment had a name for it, it is that name
     * @param where a column's name, or empty
     * @param text what it is, in English
     * @param de the same in German
     */
    public record Finding(String kind, String where, String text, String de) {
        public Finding(String kind, String where, Said said) {
            this(kind, where, said.en(), said.de());
        }
    }
}
