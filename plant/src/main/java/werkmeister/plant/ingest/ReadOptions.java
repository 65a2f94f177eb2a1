package werkmeister.plant.ingest;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What a person says about a file; whatever is left out is found out from the file itself.
 *
 * @param separator between fields, such as {@code ;} or {@code tab} or {@code blank}
 * @param decimal {@code ,} or {@code .}
 * @param zone in which local times of the file are read
 * @param timeColumn name of the column that holds the time (two names with a plus sign between:
 *     date and time)
 * @param header whether the first line holds names
 * @param dateOrder {@code dmy}, {@code mdy} or {@code ymd}
 * @param encoding such as {@code UTF-8} or {@code windows-1252}
 * @param machine reads only this machine of a file that holds several
 * @param nullTokens further texts that mean "no value"
 * @param arrangement where in the file the rows stand
 */
public record ReadOptions(
        Optional<String> separator,
        Optional<String> decimal,
        Optional<ZoneId> zone,
        Optional<String> timeColumn,
        Optional<Boolean> header,
        Optional<String> dateOrder,
        Optional<String> encoding,
        Optional<String> machine,
        List<String> nullTokens,
        Arrangement arrangement) {
    public ReadOptions {
        nullTokens = List.copyOf(nullTokens);
    }

    /** The file stands as files usually do: a row a time, and all of it is meant. */
    public ReadOptions(
            Optional<String> separator,
            Optional<String> decimal,
            Optional<ZoneId> zone,
            Optional<String> timeColumn,
            Optional<Boolean> header,
            Optional<String> dateOrder,
            Optional<String> encoding,
            Optional<String> machine,
            List<String> nullTokens) {
        this(
                separator,
                decimal,
                zone,
                timeColumn,
                header,
                dateOrder,
                encoding,
                machine,
                nullTokens,
                Arrangement.USUAL);
    }

    /**
     * Where in a file the rows stand, and whose they are.
     *
     * @param turned whether a row of the file is a signal and a column a time
     * @param part the sheet of a workbook or the member of an archive that is read
     * @param signal what the signal is called where its column only says "value"
     * @param component what stands, with a backslash, before the names of all signals
     */
    public record Arrangement(
            boolean turned,
            Optional<String> part,
            Optional<String> signal,
            Optional<String> component) {
        static final Arrangement USUAL =
                new Arrangement(false, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Everything is found out from the file. */
    public static ReadOptions guess() {
        return new ReadOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** Everything is found out from the file; its local times are those of this zone. */
    public static ReadOptions in(ZoneId zone) {
        return guess().withZone(zone);
    }

    public ReadOptions withSeparator(String value) {
        return new ReadOptions(
                Optional.of(value),
                decimal,
                zone,
                timeColumn,
                header,
                dateOrder,
                encoding,
                machine,
                nullTokens,
                arrangement);
    }

    public ReadOptions withDecimal(String value) {
        return new ReadOptions(
                separator,
                Optional.of(value),
                zone,
                timeColumn,
                header,
                dateOrder,
                encoding,
                machine,
                nullTokens,
                arrangement);
    }

    public ReadOptions withZone(ZoneId value) {
        return new ReadOptions(
                separator,
                decimal,
                Optional.of(value),
                timeColumn,
                header,
                dateOrder,
                encoding,
                machine,
                nullTokens,
                arrangement);
    }

    public ReadOptions withTimeColumn(String value) {
        return new ReadOptions(
                separator,
                decimal,
                zone,
                Optional.of(value),
                header,
                dateOrder,
                encoding,
                machine,
                nullTokens,
                arrangement);
    }

    public ReadOptions withHeader(boolean value) {
        return new ReadOptions(
                separator,
                decimal,
                zone,
                timeColumn,
                Optional.of(value),
                dateOrder,
                encoding,
                machine,
                nullTokens,
                arrangement);
    }

    public ReadOptions withDateOrder(String value) {
        return new ReadOptions(
                separator,
                decimal,
                zone,
                timeColumn,
                header,
                Optional.of(value),
                encoding,
                machine,
                nullTokens,
                arrangement);
    }

    public ReadOptions withEncoding(String value) {
        return new ReadOptions(
                separator,
                decimal,
                zone,
                timeColumn,
                header,
                dateOrder,
                Optional.of(value),
                machine,
                nullTokens,
                arrangement);
    }

    public ReadOptions withMachine(String value) {
        return new ReadOptions(
                separator,
                decimal,
                zone,
                timeColumn,
                header,
                dateOrder,
                encoding,
                Optional.of(value),
                nullTokens,
                arrangement);
    }

    public ReadOptions withNullTokens(List<String> values) {
        return new ReadOptions(
                separator,
                decimal,
                zone,
                timeColumn,
                header,
                dateOrder,
                encoding,
                machine,
                values,
                arrangement);
    }

    /** A row of the file is a signal, a column a time. */
    public ReadOptions turned() {
        return with(
                new Arrangement(
                        true, arrangement.part(), arrangement.signal(), arrangement.component()));
    }

    /** Reads this sheet of a workbook, or this member of an archive. */
    public ReadOptions withPart(String value) {
        return with(
                new Arrangement(
                        arrangement.turned(),
                        Optional.of(value),
                        arrangement.signal(),
                        arrangement.component()));
    }

    /** The only signal of the file is called so if its column only says "value". */
    public ReadOptions withSignal(String value) {
        return with(
                new Arrangement(
                        arrangement.turned(),
                        arrangement.part(),
                        Optional.of(value),
                        arrangement.component()));
    }

    /** All signals of the file are those of this component of the machine. */
    public ReadOptions withComponent(String value) {
        return with(
                new Arrangement(
                        arrangement.turned(),
                        arrangement.part(),
                        arrangement.signal(),
                        Optional.of(value)));
    }

    private ReadOptions with(Arrangement other) {
        return new ReadOptions(
                separator,
                decimal,
                zone,
                timeColumn,
                header,
                dateOrder,
                encoding,
                machine,
                nullTokens,
                other);
    }
}
