package werkmeister.plant.table;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The classes of a column: its distinct values and how often each occurs. Empty cells belong to
 * none and are normal.
 */
public final class Classes {
    private static final Set<String> NORMAL =
            Set.of(
                    "normal",
                    "ok",
                    "okay",
                    "healthy",
                    "good",
                    "nominal",
                    "none",
                    "no",
                    "false",
                    "n",
                    "i.o.",
                    "io",
                    "gut",
                    "nein",
                    "keine",
                    "no fault",
                    "no_fault",
                    "nofault",
                    "no failure",
                    "benign",
                    "running",
                    "0",
                    "0.0");
    private static final Set<String> FAULTY =
            Set.of(
                    "broken",
                    "fault",
                    "faulty",
                    "failure",
                    "failed",
                    "anomaly",
                    "anomalous",
                    "abnormal",
                    "attack",
                    "defect",
                    "defective",
                    "error",
                    "recovering",
                    "recovery",
                    "outlier",
                    "störung",
                    "stoerung",
                    "fehler",
                    "defekt",
                    "ausfall",
                    "anomalie",
                    "n.i.o.",
                    "nio",
                    "gestört",
                    "true",
                    "yes",
                    "ja",
                    "bad",
                    "breakdown");

    private final String[] classes;
    private final Map<String, Integer> counts;
    private final boolean few;
    private final boolean whole;

    private Classes(String[] classes, Map<String, Integer> counts, boolean few, boolean whole) {
        this.classes = classes;
        this.counts = counts;
        this.few = few;
        this.whole = whole;
    }

    /** Of numbers; it gives up at more than {@code most} distinct ones. */
    public static Classes of(double[] numbers, int most) {
        boolean whole = Arrays.stream(numbers).allMatch(n -> Double.isNaN(n) || n == Math.rint(n));
        var texts = new String[numbers.length];
        for (int i = 0; i < texts.length && whole; i++) {
            texts[i] = Double.isNaN(numbers[i]) ? "" : String.valueOf((long) numbers[i]);
        }
        return whole ? counted(texts, most, true) : new Classes(texts, Map.of(), false, false);
    }

    /** Of texts, capitals and blanks aside: some logs write an attack as {@code A ttack}. */
    public static Classes of(String[] texts, int most) {
        var plain =
                Arrays.stream(texts)
                        .map(text -> text.strip().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new);
        return counted(plain, most, false);
    }

    private static Classes counted(String[] texts, int most, boolean whole) {
        var counts = new TreeMap<String, Integer>();
        for (String text : texts) {
            if (!text.isEmpty()
                    && counts.merge(text, 1, Integer::sum) == 1
                    && counts.size() > most) {
                return new Classes(texts, counts, false, whole);
            }
        }
        return new Classes(texts, counts, true, whole);
    }

    public boolean few() {
        return few;
    }

    public boolean whole() {
        return whole;
    }

    public int count() {
        return counts.size();
    }

    public boolean onlyZero() {
        return counts.keySet().equals(Set.of("0"));
    }

    public boolean saysNormal() {
        return counts.keySet().stream().anyMatch(Classes::isNormal);
    }

    public boolean saysFaulty() {
        return counts.keySet().stream().anyMatch(Classes::isFaulty);
    }

    /**
     * True where a row is not of the normal class: the one that is called normal, else zero, else
     * the most frequent.
     */
    public boolean[] unusual() {
        boolean called = counts.keySet().stream().anyMatch(Classes::isNormal);
        String most =
                counts.entrySet().stream()
                        .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                        .map(Map.Entry::getKey)
                        .orElse("");
        var unusual = new boolean[classes.length];
        for (int i = 0; i < unusual.length; i++) {
            String value = classes[i];
            boolean normal = called ? isNormal(value) : value.equals(most) && counts.size() > 1;
            unusual[i] = !value.isEmpty() && !normal;
        }
        return unusual;
    }

    private static boolean isNormal(String text) {
        return NORMAL.contains(text);
    }

    private static boolean isFaulty(String text) {
        return FAULTY.contains(text) || FAULTY.contains(text.replace(" ", ""));
    }
}
