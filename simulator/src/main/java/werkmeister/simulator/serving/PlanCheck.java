package werkmeister.simulator.serving;

import werkmeister.simulator.capacity.Assistant;
import werkmeister.simulator.capacity.CapacityPlan;
import werkmeister.simulator.capacity.ServingCost;
import werkmeister.units.Refusal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A plan against a replay of recorded requests.
 *
 * @param workload the trace; {@code arrivals}, {@code seed} and {@code gpus}: how it was played
 * @param promptTokens mean of the trace, {@code answerTokens} likewise
 * @param plannedPerGpu requests a second that the plan promises for those means
 * @param sustainedPerGpu the most at which the level of service holds; 0: at no load
 * @param ratio of what is sustained to what is planned, below 1 where the plan is optimistic
 * @param headroom the plan's factor with which it would have been right
 * @param costOverMeans GPU seconds a request of the trace over those of one of mean lengths
 * @param planned how requests fare at the planned load
 * @param sustained how they fare at the most
 */
public record PlanCheck(
        String workload,
        Arrivals arrivals,
        long seed,
        int gpus,
        double promptTokens,
        double answerTokens,
        double plannedPerGpu,
        double sustainedPerGpu,
        double ratio,
        double headroom,
        double costOverMeans,
        ServingReport planned,
        Optional<ServingReport> sustained) {
    /** The search goes by hundredths of the planned load. */
    private static final int PLANNED = 100;

    /** Beyond the last of them no engine comes: headroom and more are used up. */
    private static final int MOST = 200;

    /** Shares of twenty cannot be told of fewer. */
    private static final int REQUESTS_LEAST = 100;

    /** Checks a plan's formula by one kind of arrivals. */
    public static PlanCheck of(
            RequestTrace trace,
            ServingCost cost,
            Assistant assistant,
            int gpus,
            Arrivals arrivals,
            long seed) {
        var use = trace.use(assistant);
        double plannedPerGpu = new CapacityPlan(cost, use, 1, 1).requestsPerSecond();
        double requests = gpus * plannedPerGpu * trace.span();
        if (requests < REQUESTS_LEAST) {
            throw Refusal.invalid(
                    "%s is too short (%s s): %s requests at the planned load are too few to tell, %d are needed."
                            .formatted(
                                    trace.name(),
                                    trace.span(),
                                    Math.round(requests),
                                    REQUESTS_LEAST));
        }
        return new Search(trace, cost, use, gpus, plannedPerGpu, arrivals, seed).check();
    }

    /** By each kind of arrivals. */
    public static List<PlanCheck> all(
            RequestTrace trace, ServingCost cost, Assistant assistant, int gpus, long seed) {
        return Arrays.stream(Arrivals.values())
                .parallel()
                .map(arrivals -> of(trace, cost, assistant, gpus, arrivals, seed))
                .toList();
    }

    /** Looks for the most, between loads at which the level holds and at which it fails. */
    private record Search(
            RequestTrace trace,
            ServingCost cost,
            Assistant use,
            int gpus,
            double plannedPerGpu,
            Arrivals arrivals,
            long seed) {
        PlanCheck check() {
            ServingReport planned = at(PLANNED);
            boolean kept = planned.holds(use);
            Optional<ServingReport> sustained = kept ? Optional.of(planned) : Optional.empty();
            int holds = kept ? PLANNED : 0;
            int fails = kept ? MOST + 1 : PLANNED;
            while (fails - holds > 1) {
                int middle = (holds + fails) / 2;
                ServingReport report = at(middle);
                if (report.holds(use)) {
                    holds = middle;
                    sustained = Optional.of(report);
                } else {
                    fails = middle;
                }
            }
            return found((double) holds / PLANNED, planned, sustained);
        }

        private PlanCheck found(
                double ratio, ServingReport planned, Optional<ServingReport> sustained) {
            return new PlanCheck(
                    trace.name(),
                    arrivals,
                    seed,
                    gpus,
                    use.promptTokens(),
                    use.answerTokens(),
                    plannedPerGpu,
                    ratio * plannedPerGpu,
                    ratio,
                    ratio * use.headroom(),
                    costOverMeans(),
                    planned,
                    sustained);
        }

        private ServingReport at(int hundredths) {
            double perSecond = hundredths * gpus * plannedPerGpu / PLANNED;
            return ServingReplay.run(
                    trace, cost, use, new ServingTrial(gpus, perSecond, arrivals, seed));
        }

        private double costOverMeans() {
            var pace = new Pace(cost, use);
            return trace.requests().stream().mapToDouble(pace::seconds).average().orElseThrow()
                    / cost.seconds(use);
        }
    }
}
