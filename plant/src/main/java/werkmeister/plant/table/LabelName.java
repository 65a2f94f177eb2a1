package werkmeister.plant.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A column that is called like a label. The lower the rank, the sooner it is believed. */
public record LabelName(String column, int rank) {
    private static final int CHANGES = 4;

    /** Whole words, in the order in which they are believed. */
    private static final List<Set<String>> WORDS =
            List.of(
                    Set.of(
                            "anomaly",
                            "anomalies",
                            "anomalous",
                            "isanomaly",
                            "anomalie",
                            "anomalien",
                            "abnormal",
                            "outlier",
                            "isoutlier",
                            "ausreißer",
                            "ausreisser"),
                    Set.of(
                            "label",
                            "labels",
                            "groundtruth",
                            "truth",
                            "gt",
                            "attack",
                            "attacks",
                            "att",
                            "fault",
                            "faults",
                            "faulty",
                            "isfault",
                            "faultnumber",
                            "failure",
                            "failures",
                            "fail",
                            "breakdown",
                            "broken",
                            "defect",
                            "defective",
                            "störung",
                            "stoerung",
                            "gestört",
                            "gestoert",
                            "fehler",
                            "fehlerfall",
                            "fehlertyp",
                            "ausfall",
                            "defekt",
                            "schaden"),
                    Set.of("normal", "healthy", "machinestatus", "isnormal"),
                    Set.of("target", "class", "klasse", "condition", "zustand", "y"),
                    Set.of("changepoint", "changepoints"));

    /** A column of numbers: few classes, all whole. */
    public static Optional<LabelName> ofNumbers(String column, Classes classes) {
        int rank = rank(column);
        if (rank < 0 || !classes.few() || !classes.whole() || classes.count() < 2) {
            return constantLabel(column, classes, rank);
        }
        return Optional.of(new LabelName(column, rank));
    }

    /**
     * Whether nobody would take the column for a signal of the machine: numbers that are called an
     * anomaly or a fault, or points of change. A status, a class or a condition may be both.
     */
    public static boolean isEvident(String column, double[] numbers) {
        int rank = rank(column);
        return (rank == 0 || rank == 1 || rank == CHANGES)
                && ofNumbers(column, Classes.of(numbers, LabelColumns.FEW)).isPresent();
    }

    /** A column of texts: called like a label, or telling normal from faulty. */
    public static Optional<LabelName> ofTexts(String column, Classes classes) {
        if (!classes.few() || !(classes.saysNormal() || classes.saysFaulty())) {
            return Optional.empty();
        }
        int rank = rank(column);
        if (rank >= 0) {
            return Optional.of(new LabelName(column, rank));
        }
        return classes.saysNormal() && classes.saysFaulty()
                ? Optional.of(new LabelName(column, CHANGES - 1))
                : Optional.empty();
    }

    /** A label of nothing but zeros is still one: a file in which nothing happened. */
    private static Optional<LabelName> constantLabel(String column, Classes classes, int rank) {
        boolean empty = rank >= 0 && rank != CHANGES - 1 && classes.onlyZero();
        return empty ? Optional.of(new LabelName(column, rank)) : Optional.empty();
    }

    private static int rank(String column) {
        var words = words(column);
        for (int rank = WORDS.size() - 1; rank >= 0; rank--) {
            // A class or a target alone is a label; a target speed is a signal.
            var told = rank == CHANGES - 1 ? List.of(words.getLast()) : words;
            if (told.stream().anyMatch(WORDS.get(rank)::contains)) {
                return rank == 0 && words.contains("score") ? -1 : rank;
            }
        }
        return -1;
    }

    /** The words of a name, and all of them in one: {@code is_anomaly}, {@code isAnomaly}. */
    private static List<String> words(String column) {
        String spaced = column.replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2").toLowerCase(Locale.ROOT);
        var words =
                Arrays.stream(spaced.split("[^\\p{L}]+")).filter(word -> !word.isEmpty()).toList();
        var all = new ArrayList<>(words);
        all.add(String.join("", words));
        return all;
    }
}
