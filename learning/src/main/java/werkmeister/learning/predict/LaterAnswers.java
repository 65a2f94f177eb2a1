package werkmeister.learning.predict;

import werkmeister.learning.classify.ClassModel;
import werkmeister.learning.classify.CycleFeatures;
import werkmeister.learning.classify.RecentRows;
import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.life.LifeSpan;
import werkmeister.learning.order.Question;
import werkmeister.learning.predict.LaterTrial.Answer;
import werkmeister.learning.predict.LaterTrial.Later;
import werkmeister.learning.table.Cases;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.TimeSpan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What predictors would have answered, by the time of each answer, where the truth is known. */
final class LaterAnswers {
    private static final double MICROS_PER_HOUR = 3.6e9;

    /** The features of more cycles at once need much memory and save no time. */
    private static final int CYCLES_AT_ONCE = 200;

    private LaterAnswers() {}

    /**
     * Remaining lives in hours, of lives that have ended since.
     *
     * @param limit no life counts as longer
     */
    static SortedMap<Long, Answer<Double>> lives(
            LifePredictor predictor, Later later, double limit) {
        var answers = new TreeMap<Long, Answer<Double>>();
        for (TimeSpan life : Lives.ended(later.dataset().span(), later.labels(), false)) {
            if (!life.to().isAfter(later.from())) {
                continue;
            }
            SampleTable table =
                    new Steps(predictor.signals(), predictor.step())
                            .table(later.samples(), later.dataset(), life);
            if (table.rows() == 0) {
                continue;
            }
            LifeSpan[] spans =
                    predictor.model().predict(Lives.cases(List.of("life"), List.of(table)));
            long end = ClassWork.micros(life.to());
            for (int row = table.rowAt(ClassWork.micros(later.from())); row < table.rows(); row++) {
                long time = table.times()[row];
                answers.put(
                        time,
                        new Answer<>(
                                Math.min(limit, spans[row].expected()),
                                Math.min(limit, (end - time) / MICROS_PER_HOUR)));
            }
        }
        return answers;
    }

    /** Classes of samples. */
    static SortedMap<Long, Answer<String>> samples(ClassPredictor predictor, Later later) {
        Optional<String> target = later.question().target();
        Set<String> signals = new LinkedHashSet<>(predictor.signals());
        target.ifPresent(signals::add);
        SampleTable table =
                new Steps(
                                List.copyOf(signals),
                                target.map(Set::of).orElse(Set.of()),
                                predictor.step())
                        .table(later.samples(), later.dataset(), span(later));
        var answers = new TreeMap<Long, Answer<String>>();
        if (table.rows() == 0) {
            return answers;
        }
        Cases cases =
                RecentRows.beside(
                        Lives.cases(
                                List.of("machine"), List.of(table.select(predictor.signals()))));
        ClassModel.Told[] told = predictor.model().tell(cases.columns(), cases.rows());
        String[] truth = ClassWork.truths(table, later.question(), later.labels());
        for (int row = 0; row < told.length; row++) {
            if (!truth[row].isEmpty()) {
                answers.put(
                        table.times()[row],
                        new Answer<>(
                                predictor.model().classes().get(told[row].number()), truth[row]));
            }
        }
        return answers;
    }

    /** Classes of finished cycles. */
    static SortedMap<Long, Answer<String>> cycles(CyclePredictor predictor, Later later) {
        Dataset all = later.dataset();
        Dataset since =
                Dataset.of(all.tenant(), all.machine(), all.files(), all.signals(), span(later));
        Question question = later.question();
        CycleBook book =
                CycleBook.of(later.samples(), since, later.labels(), question, predictor.group());
        var answers = new TreeMap<Long, Answer<String>>();
        var waiting = new ArrayList<SampleTable>();
        var numbers = new ArrayList<Integer>();
        Runnable tell =
                () -> {
                    List<String> told = told(predictor, waiting);
                    for (int i = 0; i < told.size(); i++) {
                        CycleBook.Cycle cycle = book.cycles().get(numbers.get(i));
                        answers.put(cycle.from(), new Answer<>(told.get(i), cycle.truth()));
                    }
                    waiting.clear();
                    numbers.clear();
                };
        book.scan(
                later.samples(),
                predictor.courses(),
                (cycle, number) -> {
                    if (!book.cycles().get(number).truth().isEmpty()) {
                        waiting.add(cycle);
                        numbers.add(number);
                    }
                    if (waiting.size() == CYCLES_AT_ONCE) {
                        tell.run();
                    }
                });
        tell.run();
        return answers;
    }

    private static List<String> told(CyclePredictor predictor, List<SampleTable> cycles) {
        if (cycles.isEmpty()) {
            return List.of();
        }
        int[] starts = new int[cycles.size() + 1];
        for (int i = 0; i < cycles.size(); i++) {
            starts[i + 1] = starts[i] + cycles.get(i).rows();
        }
        double[][] features = CycleFeatures.of(CycleCut.joined(cycles).columns(), starts);
        return Arrays.stream(predictor.model().tell(features, cycles.size()))
                .map(told -> predictor.model().classes().get(told.number()))
                .toList();
    }

    private static TimeSpan span(Later later) {
        return new TimeSpan(later.from(), later.dataset().span().to());
    }
}
