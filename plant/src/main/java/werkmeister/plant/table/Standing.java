package werkmeister.plant.table;

import werkmeister.plant.cell.Said;
import werkmeister.plant.table.Understanding.Finding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the rows of a file stand: a reading a row or a time a row, of one machine or of several.
 *
 * @param frame every row, its columns typed
 * @param tall the long layout, if the file has it
 * @param several what tells machines apart, if anything does
 * @param asked whether a person said that there are several
 */
public record Standing(
        Frame frame, Optional<LongLayout> tall, Optional<Machines> several, boolean asked) {
    public static Standing of(Frame typed, boolean timed) {
        Optional<LongLayout> tall = timed ? LongLayout.of(typed) : Optional.empty();
        if (tall.isPresent()) {
            return new Standing(typed, tall, Optional.empty(), false);
        }
        Optional<Standing> several = timed ? tallOfSeveral(typed) : Optional.empty();
        return several.orElseGet(() -> wide(QualityColumns.of(typed).applied(typed), timed));
    }

    private static Standing wide(Frame frame, boolean timed) {
        Optional<Machines> several = Machines.of(frame, timed);
        return new Standing(frame, Optional.empty(), several, false);
    }

    /**
     * The same signals of several machines in the long layout: each reading is one only among those
     * of its machine.
     */
    private static Optional<Standing> tallOfSeveral(Frame frame) {
        for (Machines machines : Machines.named(frame, 2)) {
            List<String> values = machines.values();
            Optional<LongLayout> tall =
                    values.size() < 2
                            ? Optional.empty()
                            : LongLayout.of(machines.only(values.getFirst()));
            if (tall.isPresent()) {
                return Optional.of(new Standing(frame, tall, Optional.of(machines), false));
            }
        }
        return Optional.empty();
    }

    /**
     * The same where a person says that there are several machines: then the name of a column is
     * enough, without a time that goes back.
     */
    public Standing apart() {
        return apart(2);
    }

    /** The same of a file's head: where machine follows machine, it may hold but the first. */
    public Standing apartInHead() {
        return apart(1);
    }

    private Standing apart(int least) {
        return new Standing(
                frame,
                tall,
                several.isPresent() || tall.isPresent()
                        ? several
                        : Machines.named(frame, least).stream().findFirst(),
                true);
    }

    public boolean isLong() {
        return tall.isPresent();
    }

    public List<String> machines() {
        return several.map(Machines::values).orElse(List.of());
    }

    /** What a person should know of it. */
    public List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        tall.map(Standing::tall).ifPresent(findings::add);
        several.ifPresent(
                machines -> findings.add(machines(machines.name(), machines.values().size())));
        return findings;
    }

    /** That each row is a reading. */
    public static Finding tall(LongLayout layout) {
        return new Finding(
                "LongLayout",
                layout.keyName(),
                Said.of(
                        "Each row is one reading: column (%s) names the signal, column (%s) holds"
                                + " its value.",
                        "Jede Zeile ist ein Messwert: Spalte (%s) nennt das Signal, Spalte (%s)"
                                + " enthält seinen Wert.",
                        layout.keyName(),
                        layout.valueName()));
    }

    /** That so many machines stand in a file. */
    public static Finding machines(String column, int count) {
        return new Finding(
                "Machines",
                column,
                Said.of(
                        "Column (%s) tells %d machines or runs apart.",
                        "Spalte (%s) unterscheidet %d Maschinen oder Läufe.", column, count));
    }

    /** What only a person can tell of it. */
    public Optional<Said> question() {
        return asked ? Optional.empty() : several.map(Machines::question);
    }

    /** All rows with a column a signal. */
    public Frame all(List<Finding> findings) {
        if (tall.isPresent() && several.isPresent()) {
            return tall.get().in(frame, several.get().column()).wide(findings);
        }
        return tall.isPresent()
                ? tall.get().wide(findings)
                : several.map(Machines::marked).orElse(frame);
    }

    /** The rows of one machine with a column a signal. */
    public Frame only(String machine, List<Finding> findings) {
        return several.map(machines -> wide(machines.only(machine), findings))
                .orElseGet(() -> all(findings));
    }

    /** The rows of each machine with a column a signal, in the order of their coming. */
    public Map<String, Frame> each() {
        var frames = new LinkedHashMap<String, Frame>();
        several.ifPresent(machines ->
                machines.rows()
                        .forEach((machine, rows) ->
                                frames.put(
                                        machine,
                                        wide(machines.marked().pick(rows), new ArrayList<>()))));
        return frames;
    }

    private Frame wide(Frame rows, List<Finding> findings) {
        return tall.map(layout -> layout.in(rows).wide(findings)).orElse(rows);
    }
}
