package werkmeister.learning.predict;

import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.dataset.Samples;
import werkmeister.learning.life.LifeModel;
import werkmeister.learning.life.LifeTraining;
import werkmeister.learning.order.Label;
import werkmeister.learning.order.Question;
import werkmeister.learning.order.Sharer;
import werkmeister.learning.order.Sister;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.learning.table.CaseReading;
import werkmeister.learning.table.Cases;
import werkmeister.learning.table.Leaks;
import werkmeister.learning.trial.LifeTrial;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Learns how long machines of a kind go on, from lives that came to an end. */
record LifeWork(TrainingOrder order, Question question, Samples samples, LongSupplier nanoTime) {
    /** Into so many steps a usual life is parted at most. */
    private static final int STEPS = 300;

    /** A shorter one says nothing. */
    private static final int STEPS_MIN = 10;

    /** Three to learn from and one to try it on. */
    private static final int LIVES_MIN = 4;

    private record Life(String name, Dataset dataset, TimeSpan span) {}

    Predicted done() {
        List<Life> lives = lives(order.sharers(), order.sharersThatAreSisters(), order.sisters());
        requireEnough(lives.size());
        List<String> common = common(lives);
        Duration step = step(lives);
        var names = new ArrayList<String>();
        var tables = new ArrayList<SampleTable>();
        for (Life life : lives) {
            SampleTable table = new Steps(common, step).table(samples, life.dataset(), life.span());
            if (table.rows() >= STEPS_MIN) {
                names.add(life.name());
                tables.add(table);
            }
        }
        requireEnough(tables.size());
        Cases all = Lives.cases(names, tables);
        double[] remaining = LifeTraining.untilLast(all);
        Signals signals =
                Signals.of(
                        new SampleTable(new long[all.rows()], all.names(), all.columns()),
                        Optional.empty(),
                        // A counter of what is left would be known only to who knows the end.
                        column -> Leaks.tells(column, remaining));
        if (signals.used().isEmpty()) {
            throw Refusal.invalid("No signal that all the machines have is left to learn from.");
        }
        Cases cases =
                all.with(
                        signals.used(),
                        signals.used().stream()
                                .map(signal -> all.columns()[all.names().indexOf(signal)])
                                .toArray(double[][]::new));
        int[] rows = IntStream.range(0, cases.rows()).toArray();
        var reading = new CaseReading(List.of(), cases, new int[rows.length], rows);
        LifeTrial.Report report =
                LifeTrial.run(
                        new LifeTrial.Task(
                                reading,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                order.seed()),
                        nanoTime);
        LifeModel model =
                LifeTraining.train(cases, Optional.empty(), Optional.empty(), order.seed());
        return new Predicted(
                new LifePredictor(step, model), card(lives, tables.size(), step, signals, report));
    }

    private static void requireEnough(int lives) {
        if (lives < LIVES_MIN) {
            throw Refusal.invalid(
                    "To learn how long machines live, %d lives that came to an end are needed at least; there are %d. A life ends where a known fault (label FAULT) ends; a sister without known faults has lived until its last sample."
                            .formatted(LIVES_MIN, lives));
        }
    }

    /** Says at once what training would say later. */
    static void check(List<Sharer> sharers, List<MachineId> alsoSisters, List<Sister> sisters) {
        requireEnough(lives(sharers, alsoSisters, sisters).size());
    }

    private static List<Life> lives(
            List<Sharer> sharers, List<MachineId> alsoSisters, List<Sister> sisters) {
        var lives = new ArrayList<Life>();
        for (Sharer one : sharers) {
            boolean endsLast = alsoSisters.contains(one.dataset().machine());
            add(lives, one.dataset(), one.labels(), endsLast);
        }
        for (Sister sister : sisters) {
            add(lives, sister.dataset(), sister.labels(), true);
        }
        return lives;
    }

    private static void add(
            List<Life> lives, Dataset dataset, List<Label> labels, boolean endsLast) {
        int number = 0;
        for (TimeSpan span : Lives.ended(dataset.span(), labels, endsLast)) {
            lives.add(new Life(dataset.machine() + "#" + ++number, dataset, span));
        }
    }

    /** The signals that all of the machines have: only they are of use for those asked about. */
    private List<String> common(List<Life> lives) {
        List<Dataset> all =
                Stream.concat(
                                order.sharers().stream().map(Sharer::dataset),
                                lives.stream().map(Life::dataset))
                        .toList();
        return order.dataset().signals().stream()
                .filter(signal -> all.stream().allMatch(one -> one.signals().contains(signal)))
                .toList();
    }

    private static Duration step(List<Life> lives) {
        double[] micros =
                lives.stream()
                        .mapToDouble(life -> life.span().length().toNanos() / 1e3)
                        .sorted()
                        .toArray();
        return Steps.round(micros[micros.length / 2] / STEPS);
    }

    private PredictionCard card(
            List<Life> lives, int used, Duration step, Signals signals, LifeTrial.Report report) {
        var errors = report.errors().orElseThrow();
        var rivals = new ArrayList<Leaderboard.Entry>();
        report.rivals()
                .forEach((name, error) ->
                        rivals.add(new Leaderboard.Entry(name, error.capped().rmse())));
        var board =
                new Leaderboard(
                        Leaderboard.Metric.RMSE_HOURS,
                        true,
                        errors.capped().count(),
                        errors.capped().rmse(),
                        rivals,
                        Optional.of(errors.coverage()));
        var details =
                List.of(
                        "Learned from %d lives; the figures are those of models that had not seen %d of them."
                                .formatted(used, report.testMachines()),
                        "The median life is %.1f hours; remaining lives above %.1f hours are told as that: so early nothing is to be seen."
                                .formatted(report.medianLife(), report.limit()),
                        "Root mean square error %.1f hours against true lives cut at that limit, %.1f hours against true lives as they are."
                                .formatted(errors.capped().rmse(), errors.raw().rmse()),
                        "%d operating modes were found.".formatted(report.modes()));
        var warnings = new ArrayList<String>();
        if (used < lives.size()) {
            warnings.add("%d lives were too short to learn from.".formatted(lives.size() - used));
        }
        if (used < 10) {
            warnings.add(
                    "Learned from few lives (%d): intervals and figures are rough."
                            .formatted(used));
        }
        return new Learned(
                        Learned.span(order),
                        used,
                        report.split(),
                        step,
                        signals,
                        board,
                        Optional.empty(),
                        List.of(),
                        details,
                        warnings)
                .card(order, question);
    }
}
