package werkmeister.plant.ingest;

import werkmeister.units.Refusal;

import java.util.List;

/**
 * Tells a text that people wrote to be read (a licence, a description) from a table: a large part
 * of what would be its cells are sentences.
 */
final class Prose {
    private static final int WORDS = 3;
    private static final double MANY = 0.4;
    private static final int QUOTE = 40;

    private Prose() {}

    static void refuse(Source source, Plan plan) {
        if (plan.time().isPresent()) {
            return;
        }
        Shape shape = plan.shape();
        List<String> cells =
                shape.rows().stream()
                        .flatMap(List::stream)
                        .filter(cell -> !cell.isEmpty())
                        .toList();
        List<String> sentences = cells.stream().filter(Prose::isSentence).toList();
        if (sentences.size() > MANY * cells.size()) {
            String first = sentences.getFirst();
            throw Refusal.invalid(
                    "The file (%s) is prose, not a table (it says: %s): name the file that holds the data."
                            .formatted(
                                    source.name(),
                                    first.length() > QUOTE
                                            ? first.substring(0, QUOTE) + "…"
                                            : first));
        }
    }

    private static boolean isSentence(String cell) {
        int words = 0;
        for (String word : cell.split(" ", -1)) {
            words += word.codePoints().anyMatch(Character::isLetter) ? 1 : 0;
        }
        return words >= WORDS;
    }
}
