package werkmeister.learning.predict;

import werkmeister.learning.classify.ClassModel;
import werkmeister.learning.classify.RecentRows;
import werkmeister.learning.table.Cases;
import werkmeister.plant.store.SampleTable;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Tells classes from the latest sample and the means of those shortly before it. */
public record ClassPredictor(
        List<String> signals, Duration step, Duration lookBack, ClassModel model)
        implements Predictor {
    public ClassPredictor {
        signals = List.copyOf(signals);
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
    public Outlook predict(SampleTable recent) {
        Cases cases = RecentRows.beside(Lives.cases(List.of("machine"), List.of(recent)));
        ClassModel.Told[] told = model.tell(cases.columns(), cases.rows());
        ClassModel.Told last = told[told.length - 1];
        double[] parts =
                bySignal(model.contributions(cases.columns(), cases.rows(), last.number()));
        return new Outlook.Told(
                Steps.last(recent),
                model.classes().get(last.number()),
                last.probability(),
                Drivers.of(recent, parts, Arrays.stream(parts).map(Math::abs).sum()));
    }

    /** Behind the signals stand their means, equally many of each. */
    private double[] bySignal(double[] parts) {
        int count = signals.size();
        int means = (parts.length - count) / count;
        double[] sums = Arrays.copyOf(parts, count);
        for (int f = count; f < parts.length; f++) {
            sums[(f - count) / means] += parts[f];
        }
        return sums;
    }
}
