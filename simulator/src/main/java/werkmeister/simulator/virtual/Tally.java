package werkmeister.simulator.virtual;

import werkmeister.factory.ledger.LedgerEntry;
import werkmeister.simulator.replay.WaitTally;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what happens. */
final class Tally {
    private static final double MILLIS_PER_HOUR = 3_600_000;
    private static final double JOULES_PER_MEGAWATT_HOUR = 3.6e9;
    private static final double MICROS = 1e6;

    private final WaitTally waits = new WaitTally();
    private final Map<String, Long> firstStarts = new HashMap<>();
    private final List<SiteReport.Day> daily = new ArrayList<>();
    private final long gpusAtFirst;
    int submitted;
    int refused;
    int evictions;
    int nodeLosses;
    long decisions;
    private double inQuota;
    private double borrowed;
    private double lost;
    private double lostBefore;
    private double idle;
    private double joules;
    private double euros;

    /** Thousandths of GPUs held now, and their time since the day's beginning. */
    private long held;

    private double heldMillis;
    private long heldAt;
    private double heldInAll;
    private double thereInAll;

    Tally(long gpus) {
        gpusAtFirst = gpus;
    }

    void firstStart(String job, long at) {
        firstStarts.put(job, at);
    }

    void hold(long gpuMilli, long at) {
        heldMillis += held / 1e3 * (at - heldAt);
        heldAt = at;
        held += gpuMilli;
    }

    void charged(LedgerEntry entry) {
        entry.use()
                .ifPresent(use -> {
                    inQuota += use.inQuota().milliseconds();
                    borrowed += use.borrowed().milliseconds();
                    lost += use.lost().milliseconds();
                    idle += use.reservedIdle().milliseconds();
                    joules += use.energy().joules();
                });
        euros += entry.cost().microEuros() / MICROS;
    }

    void ended(String job, Arrival arrival, long at) {
        Long first = firstStarts.remove(job);
        if (first != null) {
            waits.add(
                    arrival.tenant(),
                    arrival.gpus(),
                    (first - arrival.at()) / 1e3,
                    arrival.runtime().toMillis() / 1e3,
                    (at - arrival.at()) / 1e3);
        }
    }

    void endDay(long at, long gpus, int waiting, long up) {
        hold(0, at);
        double there = gpus * 86_400_000.0;
        daily.add(
                new SiteReport.Day(
                        heldMillis / there, waiting, up, (lost - lostBefore) / MILLIS_PER_HOUR));
        heldInAll += heldMillis;
        thereInAll += there;
        heldMillis = 0;
        lostBefore = lost;
    }

    SiteReport report(Scenario scenario, double load, long orderSeed) {
        return new SiteReport(
                scenario.workload(),
                FactoryReplay.POLICY,
                orderSeed,
                scenario.seed(),
                load,
                scenario.days(),
                gpusAtFirst,
                submitted,
                waits.jobs(),
                refused,
                thereInAll == 0 ? 0 : heldInAll / thereInAll,
                waits.jain(),
                inQuota / MILLIS_PER_HOUR,
                borrowed / MILLIS_PER_HOUR,
                lost / MILLIS_PER_HOUR,
                idle / MILLIS_PER_HOUR,
                evictions,
                nodeLosses,
                joules / JOULES_PER_MEGAWATT_HOUR,
                euros,
                waits.classes(),
                daily,
                decisions);
    }
}
