package werkmeister.plant.ingest;

import werkmeister.plant.cell.Said;
import werkmeister.plant.store.SampleTable;
import werkmeister.plant.table.QualityColumns;
import werkmeister.plant.table.Understanding;
import werkmeister.plant.table.Understanding.Column;
import werkmeister.plant.table.Understanding.Finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the signals of a file are called: as its columns, or, where the only one just says "value",
 * as a person says; and with the component of the machine before them where one is named.
 */
final class Naming {
    private static final Pattern GENERIC =
            Pattern.compile(
                    "value|values|val|wert|werte|messwert|reading|_value|data|measurement|istwert|v|y");

    private final Optional<String> signal;
    private final Optional<String> component;

    Naming(ReadOptions options) {
        signal = options.arrangement().signal();
        component = options.arrangement().component();
    }

    /** Whether a name says no more than that there is a value. */
    static boolean isGeneric(String name) {
        return GENERIC.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether all that a file measures is one signal that its column does not name. */
    static boolean isNameless(Understanding understood) {
        var measured = understood.signals().stream().filter(Column::measured).toList();
        return measured.size() == 1 && isGeneric(measured.getFirst().name());
    }

    /** The same sink, given the samples under these names. */
    SampleSink before(SampleSink sink) {
        return new SampleSink() {
            @Override
            public void begin() {
                sink.begin();
            }

            @Override
            public void block(SampleTable samples) {
                sink.block(named(samples));
            }
        };
    }

    private SampleTable named(SampleTable samples) {
        List<String> names = samples.signals();
        boolean nameless =
                !names.isEmpty()
                        && isGeneric(names.getFirst())
                        && names.stream()
                                .allMatch(name ->
                                        name.equals(names.getFirst())
                                                || name.equals(
                                                        names.getFirst()
                                                                + QualityColumns.COMPANION));
        return new SampleTable(
                samples.times(),
                names.stream().map(name -> named(name, nameless)).toList(),
                samples.columns());
    }

    private String named(String name, boolean nameless) {
        boolean companion = nameless && !isGeneric(name);
        String own =
                nameless
                        ? signal.map(told -> companion ? told + QualityColumns.COMPANION : told)
                                .orElse(name)
                        : name;
        return component.map(part -> part + "\\" + own).orElse(own);
    }

    Understanding named(Understanding understood) {
        if (signal.isEmpty() && component.isEmpty()) {
            return understood;
        }
        boolean nameless = isNameless(understood);
        var columns = new ArrayList<Column>();
        var findings = new ArrayList<>(understood.findings());
        for (Column column : understood.signals()) {
            if (column.measured() || column.type().equals(QualityColumns.TYPE)) {
                columns.add(column.named(named(column.name(), nameless)));
            } else {
                columns.add(column);
            }
            if (column.measured() && nameless && signal.isPresent()) {
                findings.add(
                        new Finding(
                                "SignalNamed",
                                signal.get(),
                                Said.of(
                                        "The column is called (%s), which names nothing: the signal"
                                                + " is called (%s).",
                                        "Die Spalte heißt (%s), was nichts benennt: das Signal"
                                                + " heißt (%s).",
                                        column.name(),
                                        signal.get())));
            }
        }
        component.ifPresent(part ->
                findings.add(
                        new Finding(
                                "Component",
                                "",
                                Said.of(
                                        "The signals are those of the component (%s): its name"
                                                + " stands before theirs.",
                                        "Die Signale sind die der Baugruppe (%s): ihr Name steht"
                                                + " vor den ihren.",
                                        part))));
        return understood.with(columns, findings);
    }
}
