package werkmeister.plant.ingest;

import werkmeister.plant.cell.Digits;
import werkmeister.plant.cell.HeaderName;
import werkmeister.plant.cell.NullTokens;
import werkmeister.plant.cell.NumberReader;
import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How each column of a file is read.
 *
 * @param decimal the file's decimal mark
 * @param decimalUnsure whether the marks could as well be thousands marks
 */
record Plan(
        Shape shape,
        List<Column> columns,
        Optional<TimePlan> time,
        char decimal,
        boolean decimalUnsure) {
    enum Kind {
        TIME,
        NUMBER,
        FLAG,
        TEXT,
        /** Holds nothing, not even a name. */
        NOTHING
    }

    record Column(HeaderName name, Kind kind, NumberReader.Style style) {
        Column as(Kind other) {
            return new Column(name, other, style);
        }
    }

    static Plan of(Shape shape, ReadOptions options) {
        var nulls = new NullTokens(options.nullTokens());
        var guesses = new ArrayList<ColumnGuess>();
        for (int c = 0; c < shape.width(); c++) {
            guesses.add(new ColumnGuess(shape.names().get(c), c, shape.rows(), nulls));
        }
        var marks = Marks.of(guesses, shape.separator(), options);
        var time = new TimeFinder(guesses, options, marks.decimal()).find();
        var columns = new ArrayList<Column>();
        for (int c = 0; c < guesses.size(); c++) {
            ColumnGuess guess = guesses.get(c);
            boolean isTime = time.isPresent() && time.get().columns().contains(c);
            Kind kind = isTime ? Kind.TIME : kind(guess, c, shape);
            columns.add(
                    new Column(guess.nameWithUnit(), kind, style(guess, marks.decimal(), options)));
        }
        return new Plan(shape, columns, time, marks.decimal(), marks.unsure());
    }

    Plan with(List<Column> others) {
        return new Plan(shape, others, time, decimal, decimalUnsure);
    }

    Plan with(TimePlan other) {
        return new Plan(shape, columns, Optional.of(other), decimal, decimalUnsure);
    }

    private static NumberReader.Style style(ColumnGuess guess, char decimal, ReadOptions options) {
        NumberReader.Style style = guess.style(decimal);
        return options.decimal().isEmpty()
                ? style
                : new NumberReader.Style(decimal, decimal == ',' ? '.' : ',', style.suffix());
    }

    private static Kind kind(ColumnGuess guess, int column, Shape shape) {
        if (guess.values().isEmpty()) {
            boolean nameless = guess.name().name().equals("c" + (column + 1)) && shape.header();
            return nameless && column == shape.width() - 1 ? Kind.NOTHING : Kind.NUMBER;
        }
        if (guess.isFlag()) {
            return Kind.FLAG;
        }
        return guess.isNumber() || guess.isCompactDate() ? Kind.NUMBER : Kind.TEXT;
    }

    /** The decimal mark of the file. */
    private record Marks(char decimal, boolean unsure) {
        static Marks of(List<ColumnGuess> guesses, char separator, ReadOptions options) {
            if (options.decimal().isPresent()) {
                return new Marks(named(options.decimal().get()), false);
            }
            int point = sum(guesses, Digits.Evidence.POINT);
            int comma = sum(guesses, Digits.Evidence.COMMA);
            if (point != comma) {
                return new Marks(point > comma ? '.' : ',', false);
            }
            int maybePoint = sum(guesses, Digits.Evidence.MAYBE_POINT);
            int maybeComma = sum(guesses, Digits.Evidence.MAYBE_COMMA);
            boolean commaDecimal = maybeComma > maybePoint && separator != ',';
            return new Marks(commaDecimal ? ',' : '.', maybePoint + maybeComma > 0);
        }

        private static char named(String decimal) {
            return switch (decimal) {
                case ",", "comma" -> ',';
                case ".", "point" -> '.';
                default ->
                        throw Refusal.invalid(
                                "The decimal mark (%s) must be a comma or a point."
                                        .formatted(decimal));
            };
        }

        private static int sum(List<ColumnGuess> guesses, Digits.Evidence kind) {
            return guesses.stream()
                    .filter(ColumnGuess::isNumber)
                    .mapToInt(guess -> guess.count(kind))
                    .sum();
        }
    }
}
