package werkmeister.plant.control;

/**
 * What an import brought, in readings (values of one signal at one time).
 *
 * @param added where there was none before
 * @param same equal to what was there
 * @param changed other than what was there: the import corrects them
 */
public record Novelty(long added, long same, long changed) {
    public Novelty plus(Novelty other) {
        return new Novelty(added + other.added, same + other.same, changed + other.changed);
    }
}
