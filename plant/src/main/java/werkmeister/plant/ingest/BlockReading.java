package werkmeister.plant.ingest;

import werkmeister.plant.table.Frame;
import werkmeister.plant.table.Standing;
import werkmeister.plant.table.Understanding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a large file of text in bounded memory: rows are handed on block by block and forgotten;
 * what they show is kept in a survey. If the whole file proves its plan wrong, it is read once
 * more.
 */
final class BlockReading {
    private static final int MAX_PASSES = 4;
    private static final int BLOCK_ROWS_MIN = 200;

    private final Source source;
    private final ReadOptions options;
    private final BlockSurvey.Blocks sink;
    private final int blockValues;

    BlockReading(Source source, ReadOptions options, BlockSurvey.Blocks sink, int blockValues) {
        this.source = source;
        this.options = options;
        this.sink = sink;
        this.blockValues = blockValues;
    }

    /**
     * Hands the samples of the file on, or finds that its layout has to be seen as a whole (long
     * and not in order of time, long of several machines, no time, coarse times).
     */
    Optional<Understanding> read() {
        Plan plan = Plan.of(Shape.of(source, options), options);
        Source head = source.headOnly();
        var account = new Account(head, plan, TableReading.of(plan, head, options, false), options);
        if (plan.time().isEmpty() || options.machine().isPresent()) {
            return Optional.empty();
        }
        return BlockSurvey.of(sink, account).flatMap(seen -> read(plan, seen));
    }

    private Optional<Understanding> read(Plan plan, BlockSurvey seen) {
        Understanding understood = understood(plan, seen);
        return seen.isOrdered() ? Optional.of(understood) : Optional.empty();
    }

    private Understanding understood(Plan first, BlockSurvey seen) {
        Plan plan = first;
        TableReading reading = pass(plan, seen);
        Optional<Plan> turned = Replan.turned(plan, reading, seen.survey().times(), options);
        if (turned.isPresent()) {
            long back = seen.survey().times().back();
            TableReading other = pass(turned.get(), seen);
            boolean better =
                    other.badTimes() < reading.badTimes()
                            || other.badTimes() == reading.badTimes()
                                    && seen.survey().times().back() < back;
            plan = better ? turned.get() : Replan.settled(plan);
            reading = better ? other : pass(plan, seen);
        }
        for (int pass = 1; pass < MAX_PASSES; pass++) {
            boolean mistyped = seen.correctTypes();
            Optional<Plan> better = Replan.columns(plan, reading);
            if (better.isEmpty() && !mistyped) {
                break;
            }
            plan = better.orElse(plan);
            reading = pass(plan, seen);
        }
        return understanding(new Account(source, plan, reading, options), seen);
    }

    private Understanding understanding(Account account, BlockSurvey seen) {
        if (seen.tall().isPresent()) {
            var found = new ArrayList<>(List.of(Standing.tall(seen.tall().get())));
            found.addAll(seen.readings().orElseThrow().findings());
            return account.understandingLong(seen.survey(), seen.quality(), found);
        }
        return seen.machineColumn().isPresent()
                ? account.understanding(
                        seen.survey(),
                        seen.quality(),
                        seen.machineColumn().get(),
                        seen.machines(),
                        sink.perMachine())
                : account.understanding(seen.survey(), seen.quality());
    }

    private TableReading pass(Plan plan, BlockSurvey seen) {
        seen.begin();
        int rows =
                Math.max(
                        BLOCK_ROWS_MIN,
                        blockValues / (plan.columns().size() + seen.valuesPerRow()));
        try (var alongside = new Alongside()) {
            var reading =
                    TableReading.inBlocks(
                            plan,
                            source,
                            options,
                            rows,
                            full -> {
                                Frame frame = seen.shaped(Account.frame(full, seen::typeOf));
                                alongside.take(() -> seen.deliver(frame));
                            });
            alongside.settle();
            seen.end();
            return reading;
        }
    }
}
