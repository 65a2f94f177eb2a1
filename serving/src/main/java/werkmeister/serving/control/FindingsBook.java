package werkmeister.serving.control;

import werkmeister.plant.machine.MachineId;
import werkmeister.serving.finding.Finding;
import werkmeister.serving.finding.FindingDraft;
import werkmeister.serving.finding.Verdict;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Findings of all tenants under ids that count up: one book for those of live versions, one for
 * shadows.
 */
final class FindingsBook {
    private final String prefix;
    private final TreeMap<TenantId, TreeMap<Long, TrackedFinding>> byTenant = new TreeMap<>();
    private long raised;

    FindingsBook(String prefix) {
        this.prefix = prefix;
    }

    static FindingsBook of(String prefix, long raised, List<TrackedFinding> findings) {
        var book = new FindingsBook(prefix);
        findings.forEach(tracked -> book.put(tracked.finding(), tracked.running()));
        book.raised = raised;
        return book;
    }

    long raised() {
        return raised;
    }

    List<TrackedFinding> all() {
        return byTenant.values().stream().flatMap(findings -> findings.values().stream()).toList();
    }

    String nextId() {
        return prefix + (raised + 1);
    }

    void put(Finding finding, boolean running) {
        long number = number(finding.id());
        raised = Math.max(raised, number);
        of(finding.tenant()).put(number, new TrackedFinding(finding, running));
    }

    /** Ids are not given again. */
    void forget(TenantId tenant, MachineId machine) {
        of(tenant).values().removeIf(tracked -> tracked.finding().machine().equals(machine));
    }

    Optional<TrackedFinding> find(TenantId tenant, String id) {
        return id.startsWith(prefix) && id.substring(prefix.length()).matches("[0-9]{1,18}")
                ? Optional.ofNullable(of(tenant).get(number(id)))
                : Optional.empty();
    }

    TrackedFinding get(TenantId tenant, String id) {
        return find(tenant, id)
                .orElseThrow(() -> Refusal.notFound("There is no finding (%s).".formatted(id)));
    }

    /**
     * The machine's latest finding if a draft meets it in time: one machine, one time, one finding,
     * whichever version has seen it.
     */
    Optional<TrackedFinding> latestMeeting(TenantId tenant, FindingDraft draft) {
        return of(tenant).descendingMap().values().stream()
                .filter(tracked -> tracked.finding().machine().equals(draft.machine()))
                .findFirst()
                .filter(tracked -> !tracked.finding().to().isBefore(draft.from()));
    }

    Stream<TrackedFinding> oldestFirst(TenantId tenant) {
        return of(tenant).values().stream();
    }

    /** Those of a machine, oldest first. */
    List<Finding> of(TenantId tenant, MachineId machine) {
        return oldestFirst(tenant)
                .map(TrackedFinding::finding)
                .filter(one -> one.machine().equals(machine))
                .toList();
    }

    /** Those with an id after {@code after}, oldest first. */
    Stream<TrackedFinding> after(TenantId tenant, Optional<String> after) {
        NavigableMap<Long, TrackedFinding> findings = of(tenant);
        return after
                .map(id -> findings.tailMap(cursor(id), false))
                .orElse(findings)
                .values()
                .stream();
    }

    void close(TenantId tenant, String id) {
        find(tenant, id).ifPresent(tracked -> put(tracked.finding(), false));
    }

    /** Another version watches from now on: what the one before saw is not continued by it. */
    void closeAll(TenantId tenant, MachineId machine) {
        of(tenant)
                .replaceAll((_, tracked) ->
                        tracked.finding().machine().equals(machine)
                                ? new TrackedFinding(tracked.finding(), false)
                                : tracked);
    }

    void judge(TenantId tenant, String id, Verdict verdict) {
        find(tenant, id)
                .ifPresent(tracked ->
                        put(judged(tracked.finding(), Optional.of(verdict)), tracked.running()));
    }

    /** The finding with the verdict that the book holds, whatever the given one says. */
    void extend(Finding finding) {
        var verdict =
                find(finding.tenant(), finding.id())
                        .flatMap(tracked -> tracked.finding().verdict());
        put(judged(finding, verdict), true);
    }

    private static Finding judged(Finding finding, Optional<Verdict> verdict) {
        return new Finding(
                finding.id(),
                finding.tenant(),
                finding.machine(),
                finding.version(),
                finding.from(),
                finding.to(),
                finding.peak(),
                finding.peakAt(),
                finding.threshold(),
                finding.explanation(),
                finding.sentence(),
                verdict);
    }

    private TreeMap<Long, TrackedFinding> of(TenantId tenant) {
        return Objects.requireNonNull(byTenant.computeIfAbsent(tenant, _ -> new TreeMap<>()));
    }

    private long cursor(String id) {
        if (!id.startsWith(prefix) || !id.substring(prefix.length()).matches("[0-9]{1,18}")) {
            throw Refusal.invalid(
                    "The cursor (%s) must be the id of a finding, such as %s7."
                            .formatted(id, prefix));
        }
        return number(id);
    }

    private long number(String id) {
        return Long.parseLong(id.substring(prefix.length()));
    }
}
