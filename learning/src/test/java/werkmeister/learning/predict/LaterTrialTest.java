package werkmeister.learning.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.dataset.Samples;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.Intent;
import werkmeister.learning.order.Label;
import werkmeister.learning.order.Question;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;
import werkmeister.units.TimeSpan;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/** Two predictors of one topic over the same later time. */
class LaterTrialTest {
    private static final long HOUR = 3_600_000_000L;
    private static final IntUnaryOperator MIXED = stroke -> (stroke * 7 + stroke / 5) % 3;

    @Test
    void classesOfCyclesAreToldAgainAndTheOneThatWasTaughtRightIsNearer() {
        SampleTable past = Strokes.of(120, 1, MIXED);
        SampleTable all = Strokes.of(200, 1, MIXED);
        Predictor right = train(past, classes(Optional.of("stroke")), List.of()).predictor();
        // Was told that 1 and 2 are one class.
        SampleTable blurred = Strokes.of(120, 1, MIXED);
        double[] grade = blurred.column("grade");
        for (int row = 0; row < grade.length; row++) {
            grade[row] = Math.min(1, grade[row]);
        }
        Predictor wrong = train(blurred, classes(Optional.of("stroke")), List.of()).predictor();
        Instant from = Strokes.START.plusSeconds(120L * Strokes.ROWS);

        var outcome =
                LaterTrial.run(wrong, right, later(all, classes(Optional.of("stroke")), from));

        // Of 80 later strokes the first and the last may be cut.
        assertThat(outcome.judged()).isEqualTo(78);
        assertThat(outcome.newer()).isGreaterThan(0.95);
        assertThat(outcome.older()).isLessThan(0.7);
        // 16 of them are of the class that the older one does not know.
        assertThat(outcome.nearer()).isBetween(15, 16);
        assertThat(outcome.farther()).isZero();
        assertThat(outcome.gain()).isGreaterThan(0.8);
        var same = LaterTrial.run(right, right, later(all, classes(Optional.empty()), from));
        assertThat(same.newer()).isEqualTo(same.older());
        assertThat(same.nearer()).isZero();

        Predictor single = train(past, classes(Optional.of("")), List.of()).predictor();
        assertThatThrownBy(() ->
                        LaterTrial.run(right, single, later(all, classes(Optional.empty()), from)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("answer in different ways");
        var singles = LaterTrial.run(single, single, later(all, classes(Optional.empty()), from));
        assertThat(singles.judged()).isEqualTo(80 * Strokes.ROWS);
    }

    @Test
    void classesThatNoSignalTellsAreJudgedByWhatPeopleSaid() {
        SampleTable all = Strokes.of(200, 1, MIXED);
        Question asked = classes(Optional.of("stroke"));
        Predictor predictor = train(all.slice(0, 120 * Strokes.ROWS), asked, List.of()).predictor();
        double[][] columns = all.columns().clone();
        int grade = all.signals().indexOf("grade");
        columns[grade] = columns[grade].clone();
        Arrays.fill(columns[grade], 120 * Strokes.ROWS, all.rows(), Double.NaN);
        var untold = new SampleTable(all.times(), all.signals(), columns);
        Instant from = Strokes.START.plusSeconds(120L * Strokes.ROWS);
        var labels = new ArrayList<Label>();
        for (int stroke = 130; stroke < 140; stroke++) {
            Instant begins = Strokes.START.plusSeconds((long) stroke * Strokes.ROWS);
            String told = String.valueOf((long) all.columns()[grade][stroke * Strokes.ROWS + 6]);
            labels.add(
                    new Label(
                            new TimeSpan(begins, begins.plusSeconds(Strokes.ROWS)),
                            Label.Kind.CLASS,
                            told));
        }

        var outcome =
                LaterTrial.run(
                        predictor,
                        predictor,
                        new LaterTrial.Later(
                                asked,
                                Strokes.dataset("m", untold),
                                samples(untold),
                                labels,
                                from));

        assertThat(outcome.judged()).isEqualTo(10);
        assertThat(outcome.newer()).isGreaterThan(0.6);
    }

    @Test
    void forecastsAreJudgedByWhatCame() {
        var question = new Question(Intent.FORECAST, Optional.of("load"), Optional.empty());
        SampleTable all = daily(24 * 60, 5);
        Predictor knows = train(all.slice(0, 24 * 40), question, List.of()).predictor();
        Predictor flat = train(daily(24 * 40, 0), question, List.of()).predictor();
        Instant from = start(all).plus(40, ChronoUnit.DAYS);

        var outcome = LaterTrial.run(flat, knows, later(all, question, from));

        assertThat(outcome.metric()).isEqualTo(Leaderboard.Metric.MSE_STANDARDISED);
        assertThat(outcome.judged()).isEqualTo(20 * 24 - 24);
        assertThat(outcome.newer()).isLessThan(0.2);
        assertThat(outcome.gain()).isGreaterThan(0.5);
        assertThat(outcome.nearer()).isGreaterThan(outcome.farther());
        var nothing = LaterTrial.run(flat, knows, later(all, question, end(all).minusSeconds(1)));
        assertThat(nothing.judged()).isZero();
        assertThat(nothing.newer()).isNaN();
    }

    @Test
    void remainingLivesAreJudgedByLivesThatHaveEndedSince() {
        SampleTable all = wearing(8, 100);
        var question = new Question(Intent.LIFE, Optional.empty(), Optional.empty());
        var early = new ArrayList<Label>();
        for (int life = 1; life <= 5; life++) {
            early.add(fault(all, 100 * life));
        }
        Predictor predictor = train(all.slice(0, 520), question, early).predictor();
        Instant from = start(all).plus(520, ChronoUnit.HOURS);

        assertThat(LaterTrial.run(predictor, predictor, later(all, question, from)).judged())
                .isZero();
        var known = new ArrayList<>(early);
        Instant failed = start(all).plus(600, ChronoUnit.HOURS);
        known.add(new Label(new TimeSpan(failed.minusMillis(1), failed), Label.Kind.END, ""));
        var later =
                new LaterTrial.Later(
                        question, Strokes.dataset("m", all), samples(all), known, from);
        var outcome = LaterTrial.run(predictor, predictor, later);

        assertThat(outcome.metric()).isEqualTo(Leaderboard.Metric.RMSE_HOURS);
        assertThat(outcome.judged()).isBetween(40, 80);
        assertThat(outcome.newer()).isCloseTo(outcome.older(), within(1e-9)).isLessThan(30);
    }

    private static Label fault(SampleTable table, int hour) {
        Instant end = start(table).plus(hour, ChronoUnit.HOURS);
        return new Label(new TimeSpan(end.minusSeconds(60), end), Label.Kind.FAULT, "worn");
    }

    private static Question classes(Optional<String> group) {
        return new Question(Intent.CLASSIFY, Optional.of("grade"), Optional.empty(), group);
    }

    private static LaterTrial.Later later(SampleTable all, Question question, Instant from) {
        return new LaterTrial.Later(
                question, Strokes.dataset("m", all), samples(all), List.of(), from);
    }

    private static Predicted train(SampleTable table, Question asked, List<Label> labels) {
        Dataset dataset = Strokes.dataset("m", table);
        var order =
                new TrainingOrder(
                        "order-1",
                        dataset,
                        PredictorTraining.trainUntil(dataset, asked),
                        new AlertBudget(1),
                        labels,
                        Optional.empty(),
                        1,
                        "test",
                        Optional.of(asked),
                        List.of(),
                        Optional.empty(),
                        Optional.empty());
        return PredictorTraining.train(order, asked, samples(table), () -> 0);
    }

    private static Samples samples(SampleTable table) {
        return (_, signals, span, batch) ->
                batch.accept(
                        table.select(signals)
                                .slice(
                                        table.rowAt(ClassWork.micros(span.from())),
                                        table.rowAt(ClassWork.micros(span.to()))));
    }

    private static Instant start(SampleTable table) {
        return Instant.EPOCH.plus(table.times()[0], ChronoUnit.MICROS);
    }

    private static Instant end(SampleTable table) {
        return Instant.EPOCH.plus(table.times()[table.rows() - 1], ChronoUnit.MICROS);
    }

    private static long[] hours(int rows) {
        long[] times = new long[rows];
        for (int i = 0; i < rows; i++) {
            times[i] = ClassWork.micros(Strokes.START) + i * HOUR;
        }
        return times;
    }

    private static SampleTable daily(int rows, double height) {
        var random = new Random(1);
        double[] load = new double[rows];
        for (int row = 0; row < rows; row++) {
            load[row] =
                    20 + height * Math.sin(2 * Math.PI * row / 24) + 0.5 * random.nextGaussian();
        }
        return new SampleTable(hours(rows), List.of("load"), new double[][] {load});
    }

    private static SampleTable wearing(int lives, int life) {
        var random = new Random(2);
        double[] heat = new double[lives * life];
        for (int row = 0; row < heat.length; row++) {
            heat[row] = 60 + 30 * Math.pow((double) (row % life) / life, 2) + random.nextGaussian();
        }
        return new SampleTable(hours(heat.length), List.of("heat"), new double[][] {heat});
    }
}
