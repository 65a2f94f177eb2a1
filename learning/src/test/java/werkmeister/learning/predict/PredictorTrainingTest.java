package werkmeister.learning.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.Intent;
import werkmeister.learning.order.Label;
import werkmeister.learning.order.Question;
import werkmeister.learning.order.Share;
import werkmeister.learning.order.Sharer;
import werkmeister.learning.order.Sister;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.learning.table.Split;
import werkmeister.learning.table.Withheld;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

class PredictorTrainingTest {
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final long HOUR = 3_600_000_000L;

    private final Map<String, SampleTable> machines = new HashMap<>();

    @Test
    void aDailySignalIsForecastBetterThanAnyTrivialRival() {
        machines.put("mill", daily(24 * 90));
        var asked = new Question(Intent.FORECAST, Optional.of("load"), Optional.empty());

        Predicted predicted = train("mill", asked, List.of(), List.of());

        var card = predicted.card();
        assertThat(card.topic()).isEqualTo("forecast load");
        assertThat(card.horizon()).contains(Duration.ofDays(1));
        assertThat(card.step()).isEqualTo(Duration.ofHours(1));
        assertThat(card.split()).isEqualTo(Split.Kind.TIME);
        assertThat(card.leaderboard().gain()).isGreaterThan(0.2);
        assertThat(card.leaderboard().coverage().orElseThrow()).isBetween(0.8, 0.98);
        assertThat(card.candidates()).extracting("name").contains("seasonalNaive");
        var course = (Outlook.Course) predicted.predictor().predict(recent("mill", predicted));
        assertThat(course.asOf()).isEqualTo(START.plus(24 * 90 - 1, ChronoUnit.HOURS));
        var line = course.lines().getFirst();
        assertThat(line.expected()).hasSize(24);
        for (int h = 0; h < 24; h++) {
            assertThat(line.expected().get(h)).isCloseTo(wave(24 * 90 + h), within(1.0));
            assertThat(line.low().get(h)).isLessThan(line.expected().get(h));
            assertThat(line.high().get(h)).isGreaterThan(line.expected().get(h));
        }
    }

    @Test
    void remainingLifeIsLearnedFromSistersAndFromFaultsThatEndedALife() {
        var sisters = new ArrayList<Sister>();
        for (int m = 0; m < 11; m++) {
            machines.put("pump-" + m, wearing(m, 300 + 40 * m, 300 + 40 * m));
            sisters.add(new Sister(dataset("pump-" + m), List.of()));
        }
        machines.put("pump", wearing(77, 500, 260));
        var asked = new Question(Intent.LIFE, Optional.empty(), Optional.empty());

        Predicted predicted = train("pump", asked, List.of(), sisters);

        var card = predicted.card();
        assertThat(card.cases()).isEqualTo(11);
        assertThat(card.leaderboard().gain()).isGreaterThan(0.3);
        assertThat(card.sisters()).hasSize(11);
        assertThat(card.withheld())
                .contains(new Withheld("left", Withheld.Reason.LEAK))
                .contains(new Withheld("fixed", Withheld.Reason.CONSTANT));
        assertThat(card.warnings()).anyMatch(one -> one.contains("give the answer away: left"));
        var life = (Outlook.Life) predicted.predictor().predict(recent("pump", predicted));
        // 240 hours are left; no life longer than the limit is told.
        assertThat((double) life.expected().toHours())
                .isCloseTo(Math.min(240, life.limit().toHours()), within(80.0));
        assertThat(life.low()).isLessThanOrEqualTo(life.expected());
        assertThat(life.high()).isGreaterThan(life.expected());
        // Heat rises for good as the end comes near, and is what is seen of it.
        Outlook.Driver heat =
                life.drivers().stream()
                        .filter(driver -> driver.signal().equals("heat"))
                        .findFirst()
                        .orElseThrow();
        assertThat(heat.now()).isGreaterThan(heat.before() + 2);
    }

    @Test
    void aLifeGoesFromTheEndOfOneFaultToTheEndOfTheNext() {
        var span = new TimeSpan(START, START.plus(100, ChronoUnit.HOURS));
        var labels = List.of(label(20, 30, "a"), label(60, 61, "b"), label(99, 120, "later"));

        assertThat(Lives.ended(span, labels, false))
                .containsExactly(
                        new TimeSpan(START, START.plus(30, ChronoUnit.HOURS)),
                        new TimeSpan(
                                START.plus(30, ChronoUnit.HOURS),
                                START.plus(61, ChronoUnit.HOURS)));
        assertThat(Lives.ended(span, List.of(), true)).containsExactly(span);
        assertThat(Lives.ended(span, List.of(), false)).isEmpty();
        var toldTwice = List.of(label(20, 30, "a"), label(25, 40, "a, too"), label(22, 28, ""));
        assertThat(Lives.ended(span, toldTwice, false))
                .containsExactly(new TimeSpan(START, START.plus(40, ChronoUnit.HOURS)));
        assertThat(Lives.presentFrom(labels)).contains(START.plus(120, ChronoUnit.HOURS));
        assertThat(Lives.presentFrom(List.of())).isEmpty();
    }

    @Test
    void tooFewLivesAreRefusedWithWhatALifeIs() {
        machines.put("pump", wearing(1, 500, 260));
        var asked = new Question(Intent.LIFE, Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> train("pump", asked, List.of(), List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(
                        "4 lives that came to an end are needed at least; there are 0")
                .hasMessageContaining("label FAULT");
    }

    @Test
    void classesOfASignalAreToldOnLaterTime() {
        machines.put("saw", parts(3_000));
        var asked = new Question(Intent.CLASSIFY, Optional.of("grade"), Optional.empty());

        Predicted predicted = train("saw", asked, List.of(), List.of());

        var card = predicted.card();
        assertThat(card.split()).isEqualTo(Split.Kind.TIME);
        assertThat(card.leaderboard().ours()).isGreaterThan(0.85);
        assertThat(card.leaderboard().gain()).isGreaterThan(0.5);
        assertThat(card.withheld()).contains(new Withheld("copy", Withheld.Reason.LEAK));
        assertThat(card.signals()).containsExactly("force", "speed");
        SampleTable table = table("saw");
        var told = (Outlook.Told) predicted.predictor().predict(recent("saw", predicted));
        double last = table.column("grade")[table.rows() - 1];
        assertThat(told.told()).isEqualTo(String.valueOf((long) last));
        assertThat(told.probability()).isGreaterThan(0.5);
        assertThat(told.drivers())
                .extracting(Outlook.Driver::signal)
                .containsExactlyInAnyOrder("force", "speed");
        assertThat(told.drivers().stream().mapToDouble(Outlook.Driver::share).sum())
                .isCloseTo(1, within(1e-6));
    }

    @Test
    void whereOnlySistersKnowTheClassesThereIsNothingToTryOn() {
        SampleTable known = parts(600);
        double[][] columns = known.columns().clone();
        columns[2] = new double[600];
        Arrays.fill(columns[2], Double.NaN);
        machines.put("saw", new SampleTable(known.times(), known.signals(), columns));
        machines.put("sister", known);
        var asked = new Question(Intent.CLASSIFY, Optional.of("grade"), Optional.empty());
        var sisters = List.of(new Sister(dataset("sister"), List.of()));

        assertThatThrownBy(() -> train("saw", asked, List.of(), sisters))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "Of no sample of machine (saw) the class is known: there is nothing to try"
                            + " the model on. Import samples in which signal (grade) has values.");
    }

    @Test
    void whereAllOfAMachinesTimeIsKnownAndExpectedThereIsNothingToTryOn() {
        machines.put("saw", parts(600));
        machines.put("sister", parts(600));
        var asked = new Question(Intent.CLASSIFY, Optional.empty(), Optional.empty());
        var all = new TimeSpan(START, START.plus(600, ChronoUnit.HOURS));
        var sisters = List.of(new Sister(dataset("sister"), List.of(label(10, 50, "jam"))));

        assertThatThrownBy(() ->
                        train(
                                "saw",
                                asked,
                                List.of(new Label(all, Label.Kind.KNOWN, "trial")),
                                sisters))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Label some of its time as FAULT or NORMAL");
    }

    @Test
    void shuffledClassesAreToldNoBetterThanByChance() {
        SampleTable table = parts(3_000);
        var random = new Random(4);
        double[] grade = table.column("grade").clone();
        for (int i = grade.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double swapped = grade[i];
            grade[i] = grade[j];
            grade[j] = swapped;
        }
        machines.put(
                "saw",
                new SampleTable(
                        table.times(),
                        List.of("force", "speed", "grade"),
                        new double[][] {table.column("force"), table.column("speed"), grade}));
        var asked = new Question(Intent.CLASSIFY, Optional.of("grade"), Optional.empty());

        assertThat(train("saw", asked, List.of(), List.of()).card().leaderboard().ours())
                .isLessThan(0.45);
    }

    @Test
    void kindsOfFaultsAreLearnedFromTheNotesOfLabels() {
        machines.put("saw", parts(3_000));
        var labels = new ArrayList<Label>();
        for (int from = 100; from < 3_000; from += 300) {
            labels.add(label(from, from + 60, from % 600 == 100 ? "blade" : "motor"));
        }
        double[][] columns = table("saw").columns();
        for (int row = 0; row < 3_000; row++) {
            int place = (row - 100) % 600;
            columns[0][row] += row >= 100 && place >= 0 && place < 60 ? 30 : 0;
            columns[1][row] += row >= 100 && place >= 300 && place < 360 ? 30 : 0;
        }
        var asked = new Question(Intent.CLASSIFY, Optional.empty(), Optional.empty());

        var card = train("saw", asked, labels, List.of()).card();

        assertThat(card.leaderboard().ours()).isGreaterThan(0.9);
        assertThat(card.details()).anyMatch(line -> line.startsWith("blade: "));
        assertThat(card.details()).anyMatch(line -> line.startsWith("normal: "));
    }

    @Test
    void theSameOrderGivesTheSameBytesAndAReadPredictorTheSameAnswers() {
        machines.put("mill", daily(24 * 30));
        machines.put("saw", parts(1_500));
        var forecast = new Question(Intent.FORECAST, Optional.empty(), Optional.empty());
        var classify = new Question(Intent.CLASSIFY, Optional.of("grade"), Optional.empty());
        var sisters = new ArrayList<Sister>();
        for (int m = 0; m < 5; m++) {
            machines.put("pump-" + m, wearing(m, 150, 150));
            sisters.add(new Sister(dataset("pump-" + m), List.of()));
        }
        machines.put("pump", wearing(9, 150, 80));
        var life = new Question(Intent.LIFE, Optional.empty(), Optional.empty());

        for (var asked :
                List.of(
                        Map.entry("mill", forecast),
                        Map.entry("saw", classify),
                        Map.entry("pump", life))) {
            var kin = asked.getValue().intent() == Intent.LIFE ? sisters : List.<Sister>of();
            Predicted one = train(asked.getKey(), asked.getValue(), List.of(), kin);
            Predicted two = train(asked.getKey(), asked.getValue(), List.of(), kin);

            byte[] bytes = PredictorFormat.write(one.predictor());
            assertThat(PredictorFormat.write(two.predictor())).isEqualTo(bytes);
            assertThat(two.card()).isEqualTo(one.card());
            Predictor read = PredictorFormat.read(bytes);
            SampleTable recent = recent(asked.getKey(), one);
            assertThat(read.predict(recent)).isEqualTo(one.predictor().predict(recent));
            assertThat(PredictorFormat.write(read)).isEqualTo(bytes);
        }
        assertThatThrownBy(() -> PredictorFormat.read("{}".getBytes()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("not one that can be read");
    }

    /** What today is trained a machine is the same model where nothing is known of the machines. */
    @Test
    void aSharedLifeIsTheOneThatEachOfTheMachinesWouldLearnFromTheSameSisters() {
        var sisters = new ArrayList<Sister>();
        for (int m = 0; m < 4; m++) {
            machines.put("old-" + m, wearing(m, 150 + 9 * m, 150 + 9 * m));
            sisters.add(new Sister(dataset("old-" + m), List.of()));
        }
        machines.put("pump-1", wearing(71, 200, 80));
        machines.put("pump-2", wearing(72, 180, 110));
        var asked = new Question(Intent.LIFE, Optional.empty(), Optional.empty());
        Predicted one = train("pump-1", asked, List.of(), sisters);
        Predicted two = train("pump-2", asked, List.of(), sisters);

        Predicted both = trainShared(asked, List.of("pump-1", "pump-2"), List.of(), sisters);

        byte[] bytes = PredictorFormat.write(both.predictor());
        assertThat(PredictorFormat.write(one.predictor())).isEqualTo(bytes);
        assertThat(PredictorFormat.write(two.predictor())).isEqualTo(bytes);
        assertThat(both.card().leaderboard()).isEqualTo(one.card().leaderboard());
        assertThat(both.card().machines().orElseThrow())
                .extracting(PredictionCard.OfMachine::machine)
                .containsExactly("pump-1", "pump-2");
        assertThat(one.card().machines()).isEmpty();
    }

    @Test
    void machinesThatAreSistersOfEachOtherHaveLivedUntilTheirLastSample() {
        var names = new ArrayList<String>();
        for (int m = 0; m < 8; m++) {
            names.add("pump-" + m);
            machines.put("pump-" + m, wearing(m, 150 + 9 * m, 150 + 9 * m));
        }
        var asked = new Question(Intent.LIFE, Optional.empty(), Optional.empty());

        var card = trainShared(asked, names, names, List.of()).card();

        assertThat(card.cases()).isEqualTo(8);
        assertThat(card.leaderboard().gain()).isGreaterThan(0.2);
        assertThatThrownBy(() -> trainShared(asked, names, List.of(), List.of()))
                .hasMessageContaining("there are 0");
    }

    @Test
    void sharedClassesAreTriedOnTheLaterTimeOfEachMachineAndToldOfEach() {
        machines.put("saw-1", parts(1_000));
        machines.put("saw-2", parts(600));
        var random = new Random(6);
        var noise = parts(400);
        Arrays.setAll(noise.column("force"), _ -> random.nextGaussian());
        Arrays.setAll(noise.column("speed"), _ -> random.nextGaussian());
        machines.put("saw-3", noise);
        var asked = new Question(Intent.CLASSIFY, Optional.of("grade"), Optional.empty());

        Predicted predicted =
                trainShared(asked, List.of("saw-1", "saw-2", "saw-3"), List.of(), List.of());

        var card = predicted.card();
        assertThat(card.split()).isEqualTo(Split.Kind.TIME);
        assertThat(card.cases()).isEqualTo(2_000);
        assertThat(card.leaderboard().judged()).isEqualTo(400);
        assertThat(card.withheld()).contains(new Withheld("copy", Withheld.Reason.LEAK));
        assertThat(card.details())
                .anyMatch(line -> line.matches("Machine \\(saw-1\\): 200 samples, (9|100).*"))
                .anyMatch(line -> line.matches("Machine \\(saw-2\\): 120 samples, (9|100).*"))
                .anyMatch(line -> line.matches("Machine \\(saw-3\\): 80 samples, [1-5]\\d.*"));
        assertThat(
                        ((Outlook.Told) predicted.predictor().predict(recent("saw-2", predicted)))
                                .told())
                .isEqualTo(String.valueOf(599 / 25 % 3));
    }

    private Predicted trainShared(
            Question asked, List<String> names, List<String> alsoSisters, List<Sister> sisters) {
        var sharers = names.stream().map(name -> sharer(name)).toList();
        Sharer first = sharers.getFirst();
        var order =
                new TrainingOrder(
                        "order-1",
                        first.dataset(),
                        first.trainUntil(),
                        new AlertBudget(1),
                        List.of(),
                        Optional.empty(),
                        1,
                        "test",
                        Optional.of(asked),
                        sisters,
                        Optional.empty(),
                        Optional.of(
                                new Share.Leads(
                                        sharers.subList(1, sharers.size()),
                                        alsoSisters.stream().map(MachineId::new).toList())));
        return PredictorTraining.train(order, asked, this::scan, () -> 0);
    }

    private Sharer sharer(String machine) {
        Dataset dataset = dataset(machine);
        long hours = dataset.span().length().toHours();
        return new Sharer(dataset, List.of(), START.plus((hours + 1) * 4 / 5, ChronoUnit.HOURS));
    }

    private static Label label(int from, int to, String note) {
        return new Label(
                new TimeSpan(START.plus(from, ChronoUnit.HOURS), START.plus(to, ChronoUnit.HOURS)),
                Label.Kind.FAULT,
                note);
    }

    private Predicted train(
            String machine, Question asked, List<Label> labels, List<Sister> sisters) {
        Dataset dataset = dataset(machine);
        long hours = dataset.span().length().toHours();
        var order =
                new TrainingOrder(
                        "order-1",
                        dataset,
                        START.plus(hours * 4 / 5, ChronoUnit.HOURS),
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

    private void scan(
            Dataset dataset,
            List<String> signals,
            TimeSpan span,
            java.util.function.Consumer<SampleTable> batch) {
        SampleTable table = table(dataset.machine().value()).select(signals);
        int from = table.rowAt(ChronoUnit.MICROS.between(Instant.EPOCH, span.from()));
        int to = table.rowAt(ChronoUnit.MICROS.between(Instant.EPOCH, span.to()));
        // In two pieces, as a store hands months on.
        int middle = (from + to) / 2;
        batch.accept(table.slice(from, middle));
        batch.accept(table.slice(middle, to));
    }

    private SampleTable recent(String machine, Predicted predicted) {
        var steps = new Steps(predicted.predictor().signals(), predicted.predictor().step());
        SampleTable table = table(machine);
        steps.add(table);
        return steps.table();
    }

    private SampleTable table(String machine) {
        return Objects.requireNonNull(machines.get(machine));
    }

    private Dataset dataset(String machine) {
        SampleTable table = table(machine);
        var span =
                new TimeSpan(START, START.plus(table.rows(), ChronoUnit.HOURS).minusSeconds(3_599));
        var file = new SampleFile(machine, table.rows(), START, span.to(), 1, Sha256.of(machine));
        return Dataset.of(
                new TenantId("t"), new MachineId(machine), List.of(file), table.signals(), span);
    }

    private static long[] hours(int rows) {
        long start = ChronoUnit.MICROS.between(Instant.EPOCH, START);
        long[] times = new long[rows];
        for (int i = 0; i < rows; i++) {
            times[i] = start + i * HOUR;
        }
        return times;
    }

    private static double wave(int hour) {
        return 20 + 5 * Math.sin(2 * Math.PI * hour / 24);
    }

    private static SampleTable daily(int rows) {
        var random = new Random(1);
        double[][] columns = new double[2][rows];
        for (int row = 0; row < rows; row++) {
            columns[0][row] = wave(row) + 0.5 * random.nextGaussian();
            columns[1][row] = 3;
        }
        return new SampleTable(hours(rows), List.of("load", "fixed"), columns);
    }

    /** Gets hotter toward its end. */
    private static SampleTable wearing(int seed, int life, int rows) {
        var random = new Random(seed);
        double[][] columns = new double[4][rows];
        for (int row = 0; row < rows; row++) {
            double wear = Math.pow((double) row / life, 3);
            columns[0][row] = 60 + 30 * wear + random.nextGaussian();
            columns[1][row] = 5 - 2 * wear + 0.2 * random.nextGaussian();
            columns[2][row] = life - row;
            columns[3][row] = 1;
        }
        return new SampleTable(hours(rows), List.of("heat", "flow", "left", "fixed"), columns);
    }

    /** Grades that follow from force and speed; {@code copy} gives the grade away. */
    private static SampleTable parts(int rows) {
        var random = new Random(2);
        double[][] columns = new double[4][rows];
        for (int row = 0; row < rows; row++) {
            int grade = row / 25 % 3;
            columns[0][row] = 10 + 3 * (grade == 1 ? 1 : 0) + random.nextGaussian();
            columns[1][row] = 50 + 4 * (grade == 2 ? 1 : 0) + random.nextGaussian();
            columns[2][row] = grade;
            columns[3][row] = grade * 10;
        }
        return new SampleTable(hours(rows), List.of("force", "speed", "grade", "copy"), columns);
    }
}
