package werkmeister.server.chart;

import werkmeister.learning.model.ModelVersion;
import werkmeister.learning.model.Scorer;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.machine.Signal;
import werkmeister.plant.store.Envelope;
import werkmeister.plant.store.EnvelopeChart;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleStore;
import werkmeister.plant.store.SampleTable;
import werkmeister.server.intake.Models;
import werkmeister.server.loop.Cloud;
import werkmeister.serving.control.Served;
import werkmeister.serving.score.LiveWatch;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Draws from what is kept. Scores are not kept: they follow from the samples and the version, so
 * they are computed again for the span that is looked at, and are the same numbers that live
 * scoring saw.
 */
public final class Charts {
    private final Cloud cloud;
    private final SampleStore store;
    private final Models models;

    public Charts(Cloud cloud, SampleStore store, Models models) {
        this.cloud = cloud;
        this.store = store;
        this.models = models;
    }

    /** A signal over time: the least and greatest value per point; null where there is none. */
    public record Trend(
            String signal,
            String unit,
            TimeSpan span,
            List<Long> times,
            List<Optional<Double>> min,
            List<Optional<Double>> max) {}

    /** The live version's score over time: the greatest per point; null where it does not judge. */
    public record Scores(
            Optional<String> version,
            Optional<Double> threshold,
            List<Long> times,
            List<Optional<Double>> max) {}

    public Trend trend(TenantId tenant, MachineId id, String signal, TimeSpan span, int points) {
        Machine machine = cloud.read(books -> books.plant().machine(tenant, id));
        Signal known =
                machine.signals().stream()
                        .filter(one -> one.name().equals(signal))
                        .findFirst()
                        .orElseThrow(() ->
                                Refusal.notFound(
                                        "Machine (%s) has no signal (%s).".formatted(id, signal)));
        Envelope envelope = store.envelope(files(tenant, id), signal, span, points);
        return new Trend(
                signal,
                known.unit(),
                span,
                times(envelope),
                values(envelope.min()),
                values(envelope.max()));
    }

    public Scores scores(TenantId tenant, MachineId id, TimeSpan span, int points) {
        Optional<Served.Running> live =
                cloud.read(books -> books.serving().served(tenant, id).live());
        if (live.isEmpty()) {
            return new Scores(Optional.empty(), Optional.empty(), List.of(), List.of());
        }
        ModelVersion version =
                cloud.read(books -> books.learning().version(tenant, live.get().version()))
                        .orElseThrow();
        var chart = new EnvelopeChart(span, points);
        score(version, files(tenant, id), span, chart);
        Envelope envelope = chart.envelope();
        return new Scores(
                Optional.of(version.id()),
                Optional.of(live.get().threshold()),
                times(envelope),
                values(envelope.max()));
    }

    private void score(
            ModelVersion version, List<SampleFile> files, TimeSpan span, EnvelopeChart chart) {
        var warm = new TimeSpan(span.from().minus(LiveWatch.WARM_UP), span.to());
        Scorer scorer = models.model(version).scorer();
        store.scan(
                files,
                models.model(version).signals(),
                warm,
                batch -> chart.add(batch.times(), scores(scorer, batch)));
    }

    private static double[] scores(Scorer scorer, SampleTable batch) {
        var scores = new double[batch.rows()];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = scorer.next(batch.times()[row], batch.row(row));
        }
        return scores;
    }

    private List<SampleFile> files(TenantId tenant, MachineId machine) {
        return cloud.read(books -> books.plant().files(tenant, machine));
    }

    private static List<Long> times(Envelope envelope) {
        return Arrays.stream(envelope.timesMillis()).boxed().toList();
    }

    /** The values as they go over the wire. */
    public static List<Optional<Double>> values(double[] values) {
        return Arrays.stream(values)
                .mapToObj(value ->
                        Double.isNaN(value) ? Optional.<Double>empty() : Optional.of(value))
                .toList();
    }
}
