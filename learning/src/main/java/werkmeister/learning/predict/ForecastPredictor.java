package werkmeister.learning.predict;

import werkmeister.learning.forecast.ForecastModel;
import werkmeister.learning.forecast.ForecastModel.Band;
import werkmeister.learning.table.Grid;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Forecasts the course of signals. */
public record ForecastPredictor(List<String> signals, Duration step, ForecastModel model)
        implements Predictor {
    /** Gaps are bridged: a little more than is looked back at should be there. */
    private static final int SPARE_STEPS = 20;

    public ForecastPredictor {
        signals = List.copyOf(signals);
    }

    @Override
    public Optional<Duration> reach() {
        return Optional.of(step.multipliedBy(window()));
    }

    /** So many steps at most are looked at. */
    public int window() {
        return model.lookBack() + SPARE_STEPS;
    }

    @Override
    public Outlook predict(SampleTable recent) {
        Grid grid = Steps.grid(recent);
        if (grid.slots() < model.lookBack()) {
            throw Refusal.conflict(
                            "A forecast looks back over %d steps of %s; only %d are there."
                                    .formatted(model.lookBack(), step, grid.slots()))
                    .german(
                            "Eine Vorhersage blickt über %d Schritte von %s zurück; nur %d sind da."
                                    .formatted(model.lookBack(), step, grid.slots()));
        }
        return new Outlook.Course(
                Steps.last(recent),
                step,
                IntStream.range(0, signals.size())
                        .mapToObj(k -> line(signals.get(k), ahead(k, grid.values()[k])))
                        .toList());
    }

    /** The course after the last of a signal's values. */
    public Band ahead(int signal, double[] values) {
        int from = Math.max(0, values.length - window());
        double[] latest = Arrays.copyOfRange(values, from, values.length);
        return model.forecast(signal, latest, new int[] {latest.length - 1})[0];
    }

    private static Outlook.Line line(String signal, Band band) {
        return new Outlook.Line(signal, list(band.expected()), list(band.low()), list(band.high()));
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
