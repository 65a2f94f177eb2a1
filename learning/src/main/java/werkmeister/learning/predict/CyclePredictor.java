package werkmeister.learning.predict;

import werkmeister.learning.classify.ClassModel;
import werkmeister.learning.classify.CycleFeatures;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells the class of each finished cycle from its course.
 *
 * @param courses the signals whose courses are looked at
 * @param group the signal whose change tells cycles apart
 * @param lookBack usually holds as many cycles as are told
 */
public record CyclePredictor(
        List<String> courses, String group, Duration lookBack, ClassModel model)
        implements Predictor {
    /** So many of the latest cycles are told. */
    static final int TOLD_MAX = 20;

    public CyclePredictor {
        courses = List.copyOf(courses);
    }

    @Override
    public List<String> signals() {
        var all = new ArrayList<>(courses);
        all.add(group);
        return List.copyOf(all);
    }

    @Override
    public Duration step() {
        return Duration.ZERO;
    }

    @Override
    public List<String> classes() {
        return model.classes();
    }

    @Override
    public Optional<Duration> reach() {
        return Optional.of(lookBack);
    }

    @Override
    public boolean isEnough(SampleTable recent) {
        return !cycles(recent).isEmpty();
    }

    @Override
    public Outlook predict(SampleTable recent) {
        List<SampleTable> all = cycles(recent);
        if (all.isEmpty()) {
            throw Refusal.conflict(
                            "No cycle told apart by signal (%s) has begun and ended in the latest %d samples."
                                    .formatted(group, recent.rows()))
                    .german(
                            "Kein Zyklus, den das Signal (%s) unterscheidet, hat in den letzten %d Messungen begonnen und geendet."
                                    .formatted(group, recent.rows()));
        }
        List<SampleTable> latest = all.subList(Math.max(0, all.size() - TOLD_MAX), all.size());
        double[][] features = features(latest);
        ClassModel.Told[] told = model.tell(features, latest.size());
        var cycles = new ArrayList<Outlook.ToldCycle>();
        for (int i = 0; i < told.length; i++) {
            cycles.add(told(latest.get(i), told[i]));
        }
        double[] parts =
                model.contributions(features, latest.size(), told[told.length - 1].number());
        return new Outlook.Cycles(
                Steps.last(recent),
                group,
                cycles,
                Drivers.of(
                        latest.getLast().select(courses),
                        latest.subList(0, latest.size() - 1).stream()
                                .map(cycle -> cycle.select(courses))
                                .toList(),
                        bySignal(parts)));
    }

    private List<SampleTable> cycles(SampleTable recent) {
        var cycles = new ArrayList<SampleTable>();
        new CycleCut(group, cycles::add).add(recent);
        return cycles;
    }

    /** One array a feature, an entry a cycle. */
    private double[][] features(List<SampleTable> cycles) {
        int[] starts = new int[cycles.size() + 1];
        for (int i = 0; i < cycles.size(); i++) {
            starts[i + 1] = starts[i] + cycles.get(i).rows();
        }
        return CycleFeatures.of(CycleCut.joined(cycles).select(courses).columns(), starts);
    }

    private Outlook.ToldCycle told(SampleTable cycle, ClassModel.Told told) {
        return new Outlook.ToldCycle(
                ClassWork.codes(new double[] {cycle.column(group)[0]})[0],
                time(cycle, 0),
                time(cycle, cycle.rows() - 1),
                model.classes().get(told.number()),
                told.probability());
    }

    private static Instant time(SampleTable cycle, int row) {
        return Instant.EPOCH.plus(cycle.times()[row], ChronoUnit.MICROS);
    }

    /** The features stand signal by signal, equally many of each. */
    private double[] bySignal(double[] parts) {
        double[] sums = new double[courses.size()];
        int each = parts.length / sums.length;
        for (int f = 0; f < parts.length; f++) {
            sums[f / each] += parts[f];
        }
        return sums;
    }
}
