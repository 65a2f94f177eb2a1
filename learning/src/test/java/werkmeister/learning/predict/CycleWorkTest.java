package werkmeister.learning.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.Intent;
import werkmeister.learning.order.Label;
import werkmeister.learning.order.Question;
import werkmeister.learning.order.Sharer;
import werkmeister.learning.order.Sister;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.learning.table.Split;
import werkmeister.learning.table.Withheld;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/** Classes of whole cycles of a press, see {@link Strokes}. */
class CycleWorkTest {
    private static final IntUnaryOperator MIXED = stroke -> (stroke * 7 + stroke / 5) % 3;

    private final Map<String, SampleTable> machines = new HashMap<>();

    @Test
    void theClassOfACycleIsToldByItsCourseOnLaterCycles() {
        machines.put("press", Strokes.of(300, 1, MIXED));

        Predicted predicted = train(asked(Optional.of("stroke")), List.of(), List.of());

        var card = predicted.card();
        assertThat(card.split()).isEqualTo(Split.Kind.TIME);
        assertThat(card.cases()).isEqualTo(298);
        assertThat(card.leaderboard().judged()).isBetween(58L, 60L);
        assertThat(card.leaderboard().ours()).isGreaterThan(0.95);
        assertThat(card.leaderboard().rivals())
                .extracting(Leaderboard.Entry::name)
                .containsExactly("majority", "random", "nearestMean", "ridge");
        assertThat(card.signals()).containsExactly("force", "heat");
        assertThat(card.withheld())
                .containsExactlyInAnyOrder(
                        new Withheld("copy", Withheld.Reason.LEAK),
                        new Withheld("ejected", Withheld.Reason.LEAK),
                        new Withheld("parts", Withheld.Reason.ID),
                        new Withheld("fixed", Withheld.Reason.CONSTANT));
        assertThat(card.warnings())
                .containsExactly(
                        "Kept from the model because they give the answer away: copy, ejected.");
        assertThat(card.details())
                .contains(
                        "Signal (stroke) tells 298 finished cycles apart, with 20.0 samples on"
                                + " average; it was said.");
    }

    /** Of 25,000 samples not all are looked at to find what gives the class away. */
    @Test
    void whatGivesTheClassAwayAtTheEndOfACycleIsFoundAmongManySamplesToo() {
        machines.put("press", stretched(Strokes.of(50, 1, MIXED), 25));

        var card = train(asked(Optional.of("stroke")), List.of(), List.of()).card();

        assertThat(card.withheld())
                .contains(
                        new Withheld("copy", Withheld.Reason.LEAK),
                        new Withheld("ejected", Withheld.Reason.LEAK),
                        new Withheld("parts", Withheld.Reason.ID));
        assertThat(card.signals()).containsExactly("force", "heat");
    }

    /** Each sample so many times, but what is set with the last sample of a stroke only once. */
    private static SampleTable stretched(SampleTable table, int times) {
        int rows = table.rows() * times;
        long[] stretched = new long[rows];
        double[][] columns = new double[table.signals().size()][rows];
        int ejected = table.signals().indexOf("ejected");
        for (int row = 0; row < rows; row++) {
            stretched[row] = table.times()[0] + row * 40_000L;
            for (int c = 0; c < columns.length; c++) {
                boolean set = c != ejected || row % times == times - 1;
                columns[c][row] = set ? table.columns()[c][row / times] : 0;
            }
        }
        return new SampleTable(stretched, table.signals(), columns);
    }

    @Test
    void onlyFinishedCyclesAreToldTheLastOneTheLatest() {
        machines.put("press", Strokes.of(300, 1, MIXED));
        Predicted predicted = train(asked(Optional.of("stroke")), List.of(), List.of());
        SampleTable later = Strokes.of(340, 9, MIXED);
        // Stroke 4331 has begun.
        SampleTable recent = later.slice(300 * Strokes.ROWS - 5, 331 * Strokes.ROWS + 7);

        var told = (Outlook.Cycles) predicted.predictor().predict(recent);

        assertThat(told.asOf()).isEqualTo(Strokes.START.plusSeconds(331 * Strokes.ROWS + 6));
        assertThat(told.cycles()).hasSize(20);
        Outlook.ToldCycle last = told.cycles().getLast();
        assertThat(last.cycle()).isEqualTo("4330");
        assertThat(last.from()).isEqualTo(Strokes.START.plusSeconds(330 * Strokes.ROWS));
        assertThat(last.to()).isEqualTo(Strokes.START.plusSeconds(331 * Strokes.ROWS - 1));
        for (Outlook.ToldCycle cycle : told.cycles()) {
            int stroke = Integer.parseInt(cycle.cycle()) - 4_000;
            assertThat(cycle.told()).isEqualTo(String.valueOf(MIXED.applyAsInt(stroke)));
        }
        assertThat(told.drivers().getFirst().signal()).isEqualTo("force");
        var predictor = predicted.predictor();
        assertThat(predictor.isEnough(recent)).isTrue();
        SampleTable pause = later.slice(0, Strokes.ROWS);
        assertThat(predictor.isEnough(pause)).isFalse();
        assertThatThrownBy(() -> predictor.predict(pause))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("No cycle told apart by signal (stroke)")
                .extracting(refusal -> ((Refusal) refusal).inGerman())
                .asString()
                .startsWith("Kein Zyklus, den das Signal (stroke) unterscheidet");
    }

    @Test
    void anUnmistakableCounterIsFoundByItselfAndOverruled() {
        machines.put("press", Strokes.of(200, 1, MIXED));

        Predicted found = train(asked(Optional.empty()), List.of(), List.of());
        Predicted single = train(asked(Optional.of("")), List.of(), List.of());

        assertThat(found.predictor()).isInstanceOf(CyclePredictor.class);
        assertThat(found.card().details()).anyMatch(line -> line.endsWith("found by itself."));
        assertThat(single.predictor()).isInstanceOf(ClassPredictor.class);
        // No sample tells early from late.
        assertThat(single.card().leaderboard().ours())
                .isLessThan(found.card().leaderboard().ours() - 0.2);
    }

    @Test
    void aCounterThatIsCalledOtherwiseOrWhoseClassChangesWithinIsNotFound() {
        machines.put("press", renamed(Strokes.of(200, 1, MIXED), "stroke", "x"));
        assertThat(train(asked(Optional.empty()), List.of(), List.of()).predictor())
                .isInstanceOf(ClassPredictor.class);

        SampleTable table = Strokes.of(200, 1, MIXED);
        for (int row = 0; row < table.rows(); row++) {
            table.column("grade")[row] = row / 7 % 3;
        }
        machines.put("press", table);
        assertThat(train(asked(Optional.empty()), List.of(), List.of()).predictor())
                .isInstanceOf(ClassPredictor.class);
        assertThatThrownBy(() -> train(asked(Optional.of("stroke")), List.of(), List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(
                        "of 198 cycles told apart by signal (stroke) the class changes");
    }

    @Test
    void shuffledClassesAreToldNoBetterThanByChance() {
        var random = new Random(3);
        int[] grades = random.ints(300, 0, 3).toArray();
        SampleTable table = Strokes.of(300, 1, MIXED);
        for (int row = 0; row < table.rows(); row++) {
            table.column("grade")[row] = grades[row / Strokes.ROWS];
        }
        machines.put("press", table.select(List.of("stroke", "force", "heat", "grade")));

        var card = train(asked(Optional.of("stroke")), List.of(), List.of()).card();

        assertThat(card.leaderboard().ours()).isLessThan(0.5);
    }

    @Test
    void classesThatOccurEarlierOnlyAreTriedOnBlocksOfNeighbouringCycles() {
        machines.put("press", Strokes.of(300, 1, stroke -> stroke < 150 ? 0 : 1));

        var card = train(asked(Optional.of("stroke")), List.of(), List.of()).card();

        assertThat(card.split()).isEqualTo(Split.Kind.BLOCKS);
        assertThat(card.warnings()).anyMatch(one -> one.contains("blocks of neighbouring cycles"));
        assertThat(card.leaderboard().judged()).isEqualTo(298);
    }

    @Test
    void kindsOfFaultsAreLearnedFromTheNotesOfLabelsAndCyclesAtTheirEdgesAreLeftOut() {
        machines.put("press", Strokes.of(400, 1, stroke -> stroke / 20 % 4 == 3 ? 2 : 0));
        var labels = new ArrayList<Label>();
        for (int first = 60; first < 400; first += 80) {
            Instant from = Strokes.START.plusSeconds((long) first * Strokes.ROWS - 10);
            labels.add(
                    new Label(
                            new TimeSpan(from, from.plusSeconds(20L * Strokes.ROWS + 10)),
                            Label.Kind.FAULT,
                            "burr"));
        }
        var question =
                new Question(
                        Intent.CLASSIFY, Optional.empty(), Optional.empty(), Optional.of("stroke"));

        var card = train(question, labels, List.of()).card();

        assertThat(card.leaderboard().ours()).isGreaterThan(0.9);
        assertThat(card.details()).anyMatch(line -> line.startsWith("burr: "));
        assertThat(card.warnings()).anyMatch(line -> line.startsWith("5 cycles were left out"));
    }

    @Test
    void sistersAreLearnedFromAndMustTellTheirCyclesApartToo() {
        machines.put("press", Strokes.of(60, 1, MIXED));
        machines.put("other", Strokes.of(200, 2, MIXED));
        var sister = new Sister(dataset("other"), List.of());

        var card = train(asked(Optional.of("stroke")), List.of(), List.of(sister)).card();

        assertThat(card.cases()).isEqualTo(58 + 198);
        assertThat(card.leaderboard().judged()).isLessThan(15);
        assertThat(card.leaderboard().ours()).isGreaterThan(0.9);
        machines.put("other", renamed(Strokes.of(20, 2, MIXED), "stroke", "x"));
        var strange = new Sister(dataset("other"), List.of());
        assertThatThrownBy(() ->
                        PredictorTraining.check(
                                asked(Optional.of("stroke")),
                                List.of(
                                        new Sharer(
                                                dataset("press"),
                                                List.of(),
                                                dataset("press").span().to())),
                                List.of(),
                                List.of(strange)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Machine (other) has no signal (stroke)");
    }

    @Test
    void tooFewCyclesAreRefusedWithWhatIsNeeded() {
        machines.put("press", Strokes.of(8, 1, MIXED));

        assertThatThrownBy(() -> train(asked(Optional.of("stroke")), List.of(), List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("tells 6 finished cycles of machine (press) apart")
                .hasMessageContaining("at least 10 cycles with 4 samples");
    }

    @Test
    void theSameOrderGivesTheSameBytesAndAReadPredictorTheSameAnswers() {
        machines.put("press", Strokes.of(120, 1, MIXED));

        Predicted one = train(asked(Optional.of("stroke")), List.of(), List.of());
        Predicted two = train(asked(Optional.of("stroke")), List.of(), List.of());

        byte[] bytes = PredictorFormat.write(one.predictor());
        assertThat(PredictorFormat.write(two.predictor())).isEqualTo(bytes);
        assertThat(two.card()).isEqualTo(one.card());
        Predictor read = PredictorFormat.read(bytes);
        SampleTable recent = table("press");
        assertThat(read.predict(recent)).isEqualTo(one.predictor().predict(recent));
        assertThat(read.signals()).containsExactly("force", "heat", "stroke");
    }

    @Test
    void cyclesGoOnWhereTheSignalSaysNothingAndAcrossPieces() {
        double nan = Double.NaN;
        double[] stroke = {nan, 1, nan, 2, nan, 2, nan, 3, 3, 2, 2, nan};
        long[] times = new long[stroke.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = i;
        }
        var table = new SampleTable(times, List.of("stroke"), new double[][] {stroke});
        for (int cut = 0; cut <= stroke.length; cut++) {
            var cycles = new ArrayList<List<Long>>();
            var cutter =
                    new CycleCut(
                            "stroke",
                            cycle ->
                                    cycles.add(
                                            List.of(
                                                    cycle.times()[0],
                                                    cycle.times()[cycle.rows() - 1])));
            cutter.add(table.slice(0, cut));
            cutter.add(table.slice(cut, stroke.length));
            assertThat(cycles)
                    .as("cut at %d", cut)
                    .containsExactly(List.of(3L, 6L), List.of(7L, 8L));
        }
    }

    private static Question asked(Optional<String> group) {
        return new Question(Intent.CLASSIFY, Optional.of("grade"), Optional.empty(), group);
    }

    private Predicted train(Question asked, List<Label> labels, List<Sister> sisters) {
        Dataset dataset = dataset("press");
        long seconds = dataset.span().length().toSeconds();
        var order =
                new TrainingOrder(
                        "order-1",
                        dataset,
                        dataset.span().from().plus(Duration.ofSeconds(seconds * 4 / 5)),
                        new AlertBudget(1),
                        labels,
                        Optional.empty(),
                        1,
                        "test",
                        Optional.of(asked),
                        sisters,
                        Optional.empty(),
                        Optional.empty());
        return PredictorTraining.train(order, asked, this::scan, () -> 0);
    }

    /** In pieces, as a store hands months on. */
    private void scan(
            Dataset dataset, List<String> signals, TimeSpan span, Consumer<SampleTable> batch) {
        SampleTable table = table(dataset.machine().value()).select(signals);
        int from = table.rowAt(ChronoUnit.MICROS.between(Instant.EPOCH, span.from()));
        int to = table.rowAt(ChronoUnit.MICROS.between(Instant.EPOCH, span.to()));
        for (int at = from; at < to; at += 333) {
            batch.accept(table.slice(at, Math.min(to, at + 333)));
        }
    }

    private Dataset dataset(String machine) {
        return Strokes.dataset(machine, table(machine));
    }

    private SampleTable table(String machine) {
        return Objects.requireNonNull(machines.get(machine));
    }

    private static SampleTable renamed(SampleTable table, String from, String to) {
        List<String> signals =
                table.signals().stream().map(name -> name.equals(from) ? to : name).toList();
        return new SampleTable(table.times(), signals, table.columns());
    }
}
