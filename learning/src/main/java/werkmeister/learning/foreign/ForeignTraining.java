package werkmeister.learning.foreign;

import werkmeister.learning.dataset.Samples;
import werkmeister.learning.model.AlertRule;
import werkmeister.learning.model.BudgetThreshold;
import werkmeister.learning.model.ModelCard;
import werkmeister.learning.model.Quantile;
import werkmeister.learning.order.Brought;
import werkmeister.learning.order.Label;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.learning.train.Trained;
import werkmeister.learning.train.Training;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a version of a model that was made elsewhere: it is not changed, but what it says in normal
 * time is measured, so that its scores mean what those of other versions mean and the alert budget
 * is kept.
 */
public final class ForeignTraining {
    private static final int ROWS_MIN = 100;

    private ForeignTraining() {}

    /**
     * @param onnx the brought file
     */
    public static Trained train(
            TrainingOrder order, Brought brought, byte[] onnx, Samples samples) {
        SampleTable all = Training.history(order, samples);
        Runtime runtime = Runtime.open(onnx, brought, all.signals());
        SampleTable table = all.select(runtime.signals());
        if (table.rows() < ROWS_MIN) {
            throw Refusal.invalid(
                    "There are %d samples before %s to see what %s usually says; it needs %d."
                            .formatted(table.rows(), order.trainUntil(), brought.name(), ROWS_MIN));
        }
        AlertRule rule = Training.rule(table);
        var measured = measured(table);
        double[] said = said(new ForeignModel(runtime, brought, measured, rule), table);
        leaveOut(order.labels(), table, said);
        var scale = scale(measured, said, brought);
        double[] scores = Arrays.stream(said).map(scale::score).toArray();
        AlertRule kept = BudgetThreshold.keep(order.budget(), rule, table.times(), scores);
        var model =
                new ForeignModel(
                        runtime, brought, scale, kept.withThreshold(Math.max(1, kept.threshold())));
        return new Trained(model, card(order, all, said, model));
    }

    private static ForeignModel.Scale measured(SampleTable table) {
        int width = table.signals().size();
        double[] usual = new double[width];
        double[] spread = new double[width];
        for (int i = 0; i < width; i++) {
            double[] numbers = Quantile.sorted(table.columns()[i]);
            usual[i] = numbers.length == 0 ? 0 : Quantile.ofSorted(numbers, 0.5);
            double mean = Arrays.stream(numbers).average().orElse(0);
            double squares =
                    Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).average().orElse(0);
            spread[i] = squares > 0 ? Math.sqrt(squares) : 1;
        }
        return new ForeignModel.Scale(Training.stepMicros(table), usual, spread, 0, 1);
    }

    private static double[] said(ForeignModel model, SampleTable table) {
        var scorer = new ForeignScorer(model);
        double[] said = new double[table.rows()];
        for (int row = 0; row < said.length; row++) {
            said[row] = scorer.unusual(table.times()[row], table.row(row));
        }
        return said;
    }

    private static void leaveOut(List<Label> labels, SampleTable table, double[] said) {
        for (Label label : labels) {
            int from = table.rowAt(micros(label.span().from()));
            int to = table.rowAt(micros(label.span().to()));
            if (label.kind() != Label.Kind.NORMAL) {
                Arrays.fill(said, from, Math.max(from, to), Double.NaN);
            }
        }
    }

    private static ForeignModel.Scale scale(
            ForeignModel.Scale measured, double[] said, Brought brought) {
        double[] sorted = Quantile.sorted(said);
        double share = Quantile.rare(Math.max(1, sorted.length));
        double middle = Quantile.ofSorted(sorted, 0.5);
        double rare = Quantile.ofSorted(sorted, share);
        if (!(rare > middle)) {
            throw Refusal.invalid(
                    "%s says nearly the same (%s) of all %d samples of the training time: it cannot tell them apart. Is its output the right one?"
                            .formatted(brought.name(), middle, sorted.length));
        }
        return new ForeignModel.Scale(
                measured.stepMicros(), measured.usual(), measured.spread(), middle, rare);
    }

    private static ModelCard card(
            TrainingOrder order, SampleTable all, double[] said, ForeignModel model) {
        Brought brought = model.brought();
        var uses = new ArrayList<ModelCard.SignalUse>();
        for (String signal : all.signals()) {
            boolean used = model.signals().contains(signal);
            uses.add(
                    new ModelCard.SignalUse(
                            signal,
                            used ? ModelCard.Use.LEVEL : ModelCard.Use.DROPPED,
                            used
                                    ? "Column %d of the model."
                                            .formatted(model.signals().indexOf(signal) + 1)
                                    : "Not one of the model's columns."));
        }
        long judged = Arrays.stream(said).filter(Double::isFinite).count();
        return new ModelCard(
                order.id(),
                order.dataset().hash(),
                Training.span(all),
                all.rows(),
                judged,
                uses,
                List.of(new ModelCard.Mode("running", 1, true)),
                List.of(
                        new ModelCard.Detector(
                                "%s (SHA-256 %s)"
                                        .formatted(brought.name(), brought.sha256().brief()),
                                1,
                                "what its maker made it for, in the latest %d samples"
                                        .formatted(model.window()))),
                model.rule(),
                "At most %s findings a week on the training time, and never below 1 (rare in normal time)."
                        .formatted(order.budget().findingsPerWeek()),
                order.seed(),
                order.software(),
                order.previous(),
                List.of(
                        "Made elsewhere: what it has learned from is not known. If it has seen the"
                                + " held-out time, the gate's figures are too good."),
                ModelCard.LIMITS);
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
