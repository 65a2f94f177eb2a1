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
        List<String> nullTokens) {
    public ReadOptions {
        nullTokens = List.copyOf(nullTokens);
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
                nullTokens);
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
                nullTokens);
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
                nullTokens);
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
                nullTokens);
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
                nullTokens);
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
                nullTokens);
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
                nullTokens);
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
                nullTokens);
    }

    public ReadOptions withNullTokens(List<String> values) {
        return new ReadOptions(
                separator, decimal, zone, timeColumn, header, dateOrder, encoding, machine, values);
    }
}
