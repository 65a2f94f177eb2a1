package werkmeister.simulator.serving;

import werkmeister.simulator.capacity.Assistant;
import werkmeister.simulator.capacity.ServingCost;

import java.util.List;
import java.util.stream.Stream;

/**
 * Plays requests event by event on a pool of engines.
 *
 * <p>Each goes to the engine with the least prompt to read, then to the one with the fewest
 * requests: a router knows the lengths of prompts. By the number of requests alone, as was tried
 * first, short ones stand behind long ones: a third less is sustained of Mooncake's conversations.
 */
public final class ServingReplay {
    private final Pace pace;
    private final List<Engine> engines;
    private double workByLastArrival;

    private ServingReplay(Pace pace, int gpus) {
        this.pace = pace;
        this.engines = Stream.generate(() -> new Engine(pace)).limit(gpus).toList();
    }

    /**
     * Plays a trace at a load.
     *
     * @param use whose speed, share of prefix hits and mean lengths the engines are set to
     */
    public static ServingReport run(
            RequestTrace trace, ServingCost cost, Assistant use, ServingTrial trial) {
        var replay = new ServingReplay(new Pace(cost, use), trial.gpus());
        double copies = trial.perSecond() / trace.perSecond();
        List<Turn> turns = replay.play(trace.loaded(trial.arrivals(), copies, trial.seed()));
        return ServingReport.of(trace, use, trial, turns, replay.workByLastArrival);
    }

    static List<Turn> play(Pace pace, int gpus, List<Request> requests) {
        return new ServingReplay(pace, gpus).play(requests);
    }

    /** In order of arrival. */
    private List<Turn> play(List<Request> requests) {
        List<Turn> turns =
                requests.stream()
                        .map(request -> new Turn(request, pace.readSeconds(request)))
                        .toList();
        int next = 0;
        while (true) {
            Engine first = first();
            double arrival =
                    next < turns.size() ? turns.get(next).request.at() : Double.POSITIVE_INFINITY;
            if (arrival < first.stepEnd()) {
                leastLoaded().take(turns.get(next++));
                workByLastArrival = next < turns.size() ? 0 : work();
            } else if (first.stepEnd() < Double.POSITIVE_INFINITY) {
                first.endStep();
            } else {
                return turns;
            }
        }
    }

    private double work() {
        return engines.stream().mapToDouble(Engine::work).sum();
    }

    private Engine first() {
        Engine first = engines.getFirst();
        for (Engine engine : engines) {
            if (engine.stepEnd() < first.stepEnd()) {
                first = engine;
            }
        }
        return first;
    }

    private Engine leastLoaded() {
        Engine least = engines.getFirst();
        for (Engine engine : engines) {
            int less = Double.compare(engine.unread(), least.unread());
            if (less < 0 || less == 0 && engine.load() < least.load()) {
                least = engine;
            }
        }
        return least;
    }
}
