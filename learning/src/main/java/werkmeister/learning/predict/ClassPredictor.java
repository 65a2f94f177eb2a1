package werkmeister.learning.predict;

import werkmeister.learning.classify.ClassModel;
import werkmeister.learning.classify.RecentRows;
import werkmeister.learning.table.Cases;
import werkmeister.plant.store.SampleTable;

import java.time.Duration;
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
    public Optional<Duration> reach() {
        return Optional.of(lookBack);
    }

    @Override
    public Outlook predict(SampleTable recent) {
        Cases cases = RecentRows.beside(Lives.cases(List.of("machine"), List.of(recent)));
        ClassModel.Told[] told = model.tell(cases.columns(), cases.rows());
        ClassModel.Told last = told[told.length - 1];
        return new Outlook.Told(
                Steps.last(recent), model.classes().get(last.number()), last.probability());
    }
}
