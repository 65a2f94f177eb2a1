package werkmeister.factory.ledger;

import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All entries in the order they were charged, with running totals by tenant and by job. */
public final class Ledger {
    private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

    private final List<LedgerEntry> entries = new ArrayList<>();
    private final Map<TenantId, List<LedgerEntry>> entriesByTenant = new HashMap<>();
    private final Map<TenantId, Total> totalsByTenant = new HashMap<>();
    private final Map<String, Sums> sumsByJob = new HashMap<>();

    /** By the day (UTC) on which the run ended, so that a month is found without the others. */
    private final TreeMap<Long, List<LedgerEntry>> entriesByDay = new TreeMap<>();

    public void add(LedgerEntry entry) {
        entries.add(entry);
        entriesByTenant.computeIfAbsent(entry.tenant(), _ -> new ArrayList<>()).add(entry);
        totalsByTenant.merge(entry.tenant(), Total.ZERO.plus(entry), Total::plus);
        sumsByJob.merge(entry.job(), Sums.of(entry), Sums::plus);
        entriesByDay.computeIfAbsent(day(entry.span().to()), _ -> new ArrayList<>()).add(entry);
    }

    public List<LedgerEntry> entries() {
        return Collections.unmodifiableList(entries);
    }

    public List<LedgerEntry> entries(TenantId tenant) {
        return Collections.unmodifiableList(entriesByTenant.getOrDefault(tenant, List.of()));
    }

    public Total total(TenantId tenant) {
        return totalsByTenant.getOrDefault(tenant, Total.ZERO);
    }

    public Total total(String job) {
        return sums(job).total();
    }

    /** What all attempts at a job that have ended used and cost. */
    public Sums sums(String job) {
        return sumsByJob.getOrDefault(job, Sums.ZERO);
    }

    /** Entries of runs that ended in a span, by day and then as they were charged. */
    public List<LedgerEntry> ended(TimeSpan span) {
        var ended = new ArrayList<LedgerEntry>();
        entriesByDay.subMap(day(span.from()), true, day(span.to()), true).values().stream()
                .flatMap(List::stream)
                .filter(entry -> span.contains(entry.span().to()))
                .forEach(ended::add);
        return ended;
    }

    private static long day(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), DAY_SECONDS);
    }

    /** Takes out all entries and totals. */
    public List<LedgerEntry> forget() {
        var gone = List.copyOf(entries);
        entries.clear();
        entriesByTenant.clear();
        totalsByTenant.clear();
        sumsByJob.clear();
        entriesByDay.clear();
        return gone;
    }
}
