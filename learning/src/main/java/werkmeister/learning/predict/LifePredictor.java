package werkmeister.learning.predict;

import werkmeister.learning.life.LifeModel;
import werkmeister.learning.life.LifeSpan;
import werkmeister.learning.table.Cases;
import werkmeister.plant.store.SampleTable;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Tells remaining life; its clock counts hours. */
public record LifePredictor(Duration step, LifeModel model) implements Predictor {
    @Override
    public List<String> signals() {
        return model.signals();
    }

    @Override
    public Optional<Duration> reach() {
        return Optional.empty();
    }

    @Override
    public Outlook predict(SampleTable life) {
        Cases cases = Lives.cases(List.of("life"), List.of(life));
        LifeSpan[] spans = model.predict(cases);
        double[] parts = model.contributions(cases);
        double all = Arrays.stream(parts).map(Math::abs).sum();
        LifeSpan last = spans[spans.length - 1];
        return new Outlook.Life(
                Steps.last(life),
                hours(last.expected()),
                hours(last.low()),
                hours(last.high()),
                hours(model.limit()),
                Drivers.of(life, Arrays.copyOf(parts, parts.length - 1), all));
    }

    private static Duration hours(double hours) {
        return Duration.ofSeconds(Math.round(3600 * hours));
    }
}
