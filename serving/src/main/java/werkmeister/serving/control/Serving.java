package werkmeister.serving.control;

import werkmeister.learning.order.Label;
import werkmeister.plant.machine.MachineId;
import werkmeister.serving.control.Served.Running;
import werkmeister.serving.control.Served.Standing;
import werkmeister.serving.control.ServingCommand.ChangeThreshold;
import werkmeister.serving.control.ServingCommand.CloseFinding;
import werkmeister.serving.control.ServingCommand.ExtendFinding;
import werkmeister.serving.control.ServingCommand.ForgetMachine;
import werkmeister.serving.control.ServingCommand.GiveVerdict;
import werkmeister.serving.control.ServingCommand.JudgeAnswer;
import werkmeister.serving.control.ServingCommand.Promote;
import werkmeister.serving.control.ServingCommand.PromotePredictor;
import werkmeister.serving.control.ServingCommand.RaiseFinding;
import werkmeister.serving.control.ServingCommand.RecordAppraisal;
import werkmeister.serving.control.ServingCommand.RecordGate;
import werkmeister.serving.control.ServingCommand.Release;
import werkmeister.serving.control.ServingCommand.RestoreServing;
import werkmeister.serving.control.ServingCommand.StartShadow;
import werkmeister.serving.control.ServingCommand.StopShadow;
import werkmeister.serving.control.ServingEvent.AnswerJudged;
import werkmeister.serving.control.ServingEvent.AppraisalRecorded;
import werkmeister.serving.control.ServingEvent.FindingClosed;
import werkmeister.serving.control.ServingEvent.FindingExtended;
import werkmeister.serving.control.ServingEvent.FindingRaised;
import werkmeister.serving.control.ServingEvent.GateRecorded;
import werkmeister.serving.control.ServingEvent.MachineForgotten;
import werkmeister.serving.control.ServingEvent.PredictorReleased;
import werkmeister.serving.control.ServingEvent.PredictorShadowed;
import werkmeister.serving.control.ServingEvent.ServingRestored;
import werkmeister.serving.control.ServingEvent.ShadowFindingObserved;
import werkmeister.serving.control.ServingEvent.ShadowStarted;
import werkmeister.serving.control.ServingEvent.ShadowStopped;
import werkmeister.serving.control.ServingEvent.ThresholdChanged;
import werkmeister.serving.control.ServingEvent.VerdictGiven;
import werkmeister.serving.control.ServingEvent.VersionPromoted;
import werkmeister.serving.control.ServingEvent.VersionReleased;
import werkmeister.serving.feedback.Comparison;
import werkmeister.serving.finding.AnswerVerdict;
import werkmeister.serving.finding.Finding;
import werkmeister.serving.finding.FindingDraft;
import werkmeister.serving.finding.Verdict;
import werkmeister.serving.release.Appraisal;
import werkmeister.serving.release.GateReport;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The book of what is live: versions at work on machines, what the gate said of them, and their
 * findings.
 */
public final class Serving {
    /** Longer notes and reasons belong elsewhere. */
    public static final int TEXT_LENGTH_MAX = 2_000;

    /** Whose machine or version something is. */
    private record Key(TenantId tenant, String id) {}

    /** The book as records, for a snapshot. */
    public record State(
            List<Served> machines,
            List<TenantGate> gates,
            long findingsRaised,
            List<TrackedFinding> findings,
            long shadowFindingsRaised,
            List<TrackedFinding> shadowFindings,
            List<TenantAppraisal> appraisals,
            List<AnswerVerdict> answerVerdicts) {
        public State {
            machines = List.copyOf(machines);
            gates = List.copyOf(gates);
            findings = List.copyOf(findings);
            shadowFindings = List.copyOf(shadowFindings);
            // Books that are older than questions have none.
            appraisals = List.copyOf(Objects.requireNonNullElse(appraisals, List.of()));
            answerVerdicts = List.copyOf(Objects.requireNonNullElse(answerVerdicts, List.of()));
        }
    }

    /** The latest report on a version. */
    public record TenantGate(TenantId tenant, GateReport report) {}

    private static final String FINDING = "finding-";
    private static final String SHADOW_FINDING = "shadow-";

    private final Map<Key, Served> machines = new LinkedHashMap<>();
    private final Map<Key, TenantGate> gates = new LinkedHashMap<>();
    private final Appraisals appraisals = new Appraisals();
    private final AnswerVerdicts answerVerdicts = new AnswerVerdicts();
    private final Predictors predictors = new Predictors(this);
    private FindingsBook findings = new FindingsBook(FINDING);
    private FindingsBook shadowFindings = new FindingsBook(SHADOW_FINDING);

    /** Judges a command and changes nothing. */
    public List<ServingEvent> decide(ServingCommand command, Instant now) {
        return switch (command) {
            case RecordGate(var tenant, var machine, var report) -> {
                ofMachine(report.version(), machine);
                yield List.of(new GateRecorded(tenant, machine, report, now));
            }
            case RecordAppraisal(var tenant, var machine, var appraisal) -> {
                ofMachine(appraisal.version(), machine);
                yield List.of(new AppraisalRecorded(tenant, machine, appraisal, now));
            }
            case ChangeThreshold change -> thresholdChanged(change, now);
            case Release release ->
                    List.of(
                            appraisal(release.tenant(), release.version())
                                    .map(appraisal ->
                                            (ServingEvent)
                                                    predictors.released(release, appraisal, now))
                                    .orElseGet(() -> released(release, now)));
            case StartShadow start ->
                    appraisal(start.tenant(), start.version())
                            .map(appraisal -> predictors.shadowed(start, appraisal, now))
                            .orElseGet(() -> shadowStarted(start, now));
            case StopShadow(var tenant, var machine, var reason) ->
                    List.of(shadowStopped(tenant, machine, reason, now));
            case Promote promote -> List.of(promoted(promote, now));
            case PromotePredictor promote -> List.of(predictors.promoted(promote, now));
            case RaiseFinding(var tenant, var draft) -> observed(tenant, draft, true, now);
            case ExtendFinding(var tenant, var draft) -> observed(tenant, draft, true, now);
            case CloseFinding(var tenant, var draft) -> observed(tenant, draft, false, now);
            case GiveVerdict give -> verdictGiven(give, now);
            case JudgeAnswer judge -> answerVerdicts.given(judge, now);
            case ForgetMachine(var tenant, var machine) ->
                    List.of(new MachineForgotten(tenant, machine, now));
            case RestoreServing(var tenant, var book) -> restored(tenant, book, now);
        };
    }

    /** Applies an event; replaying the journal through this method rebuilds the book. */
    public void apply(ServingEvent event) {
        switch (event) {
            case GateRecorded(var tenant, var _, var report, var _) ->
                    gates.put(new Key(tenant, report.version()), new TenantGate(tenant, report));
            case AppraisalRecorded(var tenant, var _, var appraisal, var _) ->
                    appraisals.put(new TenantAppraisal(tenant, appraisal));
            case PredictorReleased released ->
                    put(served(released.tenant(), released.machine()).after(released));
            case PredictorShadowed shadowed ->
                    put(served(shadowed.tenant(), shadowed.machine()).after(shadowed));
            case ThresholdChanged changed ->
                    put(served(changed.tenant(), changed.machine()).after(changed));
            case VersionReleased released -> {
                put(served(released.tenant(), released.machine()).after(released));
                findings.closeAll(released.tenant(), released.machine());
            }
            case ShadowStarted started ->
                    put(served(started.tenant(), started.machine()).after(started));
            case ShadowStopped stopped ->
                    put(served(stopped.tenant(), stopped.machine()).after(stopped));
            case VersionPromoted promoted -> {
                put(served(promoted.tenant(), promoted.machine()).after(promoted));
                findings.closeAll(promoted.tenant(), promoted.machine());
            }
            case FindingRaised(var _, var finding, var _) -> findings.put(finding, true);
            case FindingExtended(var _, var finding, var _) -> findings.extend(finding);
            case FindingClosed(var tenant, var _, var id, var _) -> findings.close(tenant, id);
            case ShadowFindingObserved(var _, var finding, var running, var _) ->
                    shadowFindings.put(finding, running);
            case VerdictGiven(var tenant, var _, var id, var verdict) ->
                    findings.judge(tenant, id, verdict);
            case AnswerJudged(var _, var verdict) -> answerVerdicts.put(verdict);
            case MachineForgotten(var tenant, var machine, var _) -> {
                answerVerdicts.forget(tenant, machine);
                machines.remove(new Key(tenant, machine.value()));
                gates.keySet()
                        .removeIf(key ->
                                key.tenant().equals(tenant) && key.id().startsWith(machine + "/v"));
                appraisals.forget(tenant, machine);
                findings.forget(tenant, machine);
                shadowFindings.forget(tenant, machine);
            }
            case ServingRestored(var _, var book, var _) -> {
                book.served().forEach(this::put);
                book.gates()
                        .forEach(gate ->
                                gates.put(new Key(gate.tenant(), gate.report().version()), gate));
                book.appraisals().forEach(appraisals::put);
                book.answerVerdicts().forEach(answerVerdicts::put);
                book.findings()
                        .forEach(tracked -> findings.put(tracked.finding(), tracked.running()));
                book.shadowFindings()
                        .forEach(tracked ->
                                shadowFindings.put(tracked.finding(), tracked.running()));
            }
        }
    }

    private List<ServingEvent> restored(TenantId tenant, ServingBook book, Instant now) {
        boolean empty =
                findings.oldestFirst(tenant).findAny().isEmpty()
                        && machines.keySet().stream().noneMatch(key -> key.tenant().equals(tenant));
        if (!empty) {
            throw Refusal.conflict(
                    "Tenant (%s) has releases or findings already: restore into an empty tenant."
                            .formatted(tenant));
        }
        return List.of(new ServingRestored(tenant, book, now));
    }

    /** Everything of a tenant. */
    public ServingBook book(TenantId tenant) {
        return new ServingBook(
                machines.values().stream().filter(one -> one.tenant().equals(tenant)).toList(),
                gates.values().stream().filter(gate -> gate.tenant().equals(tenant)).toList(),
                findings.oldestFirst(tenant).toList(),
                shadowFindings.oldestFirst(tenant).toList(),
                appraisals.all().stream().filter(one -> one.tenant().equals(tenant)).toList(),
                answerVerdicts.of(tenant));
    }

    public State state() {
        return new State(
                List.copyOf(machines.values()),
                List.copyOf(gates.values()),
                findings.raised(),
                findings.all(),
                shadowFindings.raised(),
                shadowFindings.all(),
                appraisals.all(),
                answerVerdicts.all());
    }

    public static Serving of(State state) {
        var serving = new Serving();
        state.machines().forEach(serving::put);
        state.gates()
                .forEach(gate ->
                        serving.gates.put(new Key(gate.tenant(), gate.report().version()), gate));
        serving.findings = FindingsBook.of(FINDING, state.findingsRaised(), state.findings());
        serving.shadowFindings =
                FindingsBook.of(
                        SHADOW_FINDING, state.shadowFindingsRaised(), state.shadowFindings());
        state.appraisals().forEach(serving.appraisals::put);
        state.answerVerdicts().forEach(serving.answerVerdicts::put);
        return serving;
    }

    /** What runs on a machine; nothing, if nothing was ever released. */
    public Served served(TenantId tenant, MachineId machine) {
        var key = new Key(tenant, machine.value());
        return Objects.requireNonNull(machines.getOrDefault(key, Served.nothing(tenant, machine)));
    }

    /** Every machine of every tenant that has a live version: what live scoring must load. */
    public List<Served> served() {
        return List.copyOf(machines.values());
    }

    /** The latest report of the gate on a version. */
    public Optional<GateReport> gate(TenantId tenant, String version) {
        return Optional.ofNullable(gates.get(new Key(tenant, version))).map(TenantGate::report);
    }

    /** What was said of a version that answers a question. */
    public Optional<Appraisal> appraisal(TenantId tenant, String version) {
        return appraisals.find(tenant, version);
    }

    /** What people said of the answers about a machine, in the order in which they said it. */
    public List<AnswerVerdict> answerVerdicts(TenantId tenant, MachineId machine) {
        return answerVerdicts.of(tenant, machine);
    }

    public Standing standing(TenantId tenant, MachineId machine, String version) {
        return served(tenant, machine).standing(version);
    }

    public Optional<Finding> finding(TenantId tenant, String id) {
        return findings.find(tenant, id).map(TrackedFinding::finding);
    }

    /** All findings of a machine's live versions, oldest first. */
    public List<Finding> findings(TenantId tenant, MachineId machine) {
        return findings.of(tenant, machine);
    }

    /** All findings of a machine's shadow versions, oldest first. */
    public List<Finding> shadowFindings(TenantId tenant, MachineId machine) {
        return shadowFindings.of(tenant, machine);
    }

    /** Which findings are asked for; {@code open} ones wait for a verdict. */
    public record Wanted(Optional<MachineId> machine, Optional<Boolean> open) {
        public static final Wanted ALL = new Wanted(Optional.empty(), Optional.empty());

        boolean matches(Finding finding) {
            return machine.map(finding.machine()::equals).orElse(true)
                    && open.map(wanted -> wanted == finding.verdict().isEmpty()).orElse(true);
        }
    }

    /** A page of findings, oldest first, from the one after {@code after} on. */
    public List<Finding> findings(
            TenantId tenant, Wanted wanted, Optional<String> after, int limit) {
        return findings.after(tenant, after)
                .map(TrackedFinding::finding)
                .filter(wanted::matches)
                .limit(limit)
                .toList();
    }

    /** Findings of a machine that wait for a verdict. */
    public int findingsOpen(TenantId tenant, MachineId machine) {
        var wanted = new Wanted(Optional.of(machine), Optional.of(true));
        return (int)
                findings.oldestFirst(tenant)
                        .map(TrackedFinding::finding)
                        .filter(wanted::matches)
                        .count();
    }

    /** Whether a finding has not yet gone quiet. */
    public boolean isRunning(TenantId tenant, String id) {
        return findings.find(tenant, id).filter(TrackedFinding::running).isPresent();
    }

    /**
     * The shadow against the live version, from the shadow's first sample on.
     *
     * @param until after the last sample that both have judged
     * @param known faults beside those that verdicts confirm
     */
    public Comparison comparison(
            TenantId tenant, MachineId machine, Instant until, List<Label> known) {
        var served = served(tenant, machine);
        var shadow = shadow(served);
        var live = served.live().orElseThrow();
        var from = shadow.from().orElse(shadow.since());
        return Comparison.of(
                new TimeSpan(from, until.isBefore(from) ? from : until),
                raised(findings, served, live.version()),
                raised(shadowFindings, served, shadow.version()),
                known);
    }

    private static Comparison.Raised raised(FindingsBook book, Served served, String version) {
        return new Comparison.Raised(
                version,
                book.of(served.tenant(), served.machine()).stream()
                        .filter(finding -> finding.version().equals(version))
                        .toList());
    }

    private List<ServingEvent> thresholdChanged(ChangeThreshold change, Instant now) {
        var served = served(change.tenant(), change.machine());
        if (!(change.threshold() > 0) || Double.isInfinite(change.threshold())) {
            throw Refusal.invalid(
                    "The threshold (%s) must be a number above 0.".formatted(change.threshold()));
        }
        var running =
                Stream.concat(served.live().stream(), served.shadow().stream())
                        .filter(one -> one.version().equals(change.version()))
                        .findFirst()
                        .orElseThrow(() ->
                                Refusal.conflict(
                                        "Version (%s) is neither live nor shadow: its gate sets its threshold."
                                                .formatted(change.version())));
        if (running.threshold() == change.threshold()) {
            return List.of();
        }
        return List.of(
                new ThresholdChanged(
                        change.tenant(),
                        change.machine(),
                        change.version(),
                        change.threshold(),
                        text("reason", change.reason()),
                        now));
    }

    private VersionReleased released(Release release, Instant now) {
        var served = served(release.tenant(), release.machine());
        checkGeneration(served, release.generation());
        ofMachine(release.version(), release.machine());
        var gate = passed(release.tenant(), release.version());
        var live = served.live().filter(running -> running.version().equals(release.version()));
        if (live.isPresent() && live.get().threshold() == gate.threshold()) {
            throw Refusal.conflict(
                    "Version (%s) is already live with the threshold that its gate set."
                            .formatted(release.version()));
        }
        return new VersionReleased(
                release.tenant(),
                release.machine(),
                release.version(),
                gate.threshold(),
                text("reason", release.reason()),
                refused(release, gate.verdict(), gate.words()),
                served.generation() + 1,
                now);
    }

    /** Whether a version goes live though it was refused. */
    static boolean refused(Release release, GateReport.Decision verdict, GateReport.Words words) {
        boolean refused = verdict == GateReport.Decision.REFUSE;
        if (refused && !release.force()) {
            throw Refusal.conflict(
                    "The gate refused version (%s): %s Force the release if you know better."
                            .formatted(release.version(), words.en()));
        }
        return refused;
    }

    private GateReport passed(TenantId tenant, String version) {
        if (appraisal(tenant, version).isPresent()) {
            throw Refusal.conflict(
                    "Version (%s) answers a question and watches nothing: there is no gate of a budget for it."
                            .formatted(version));
        }
        return gate(tenant, version)
                .orElseThrow(() ->
                        Refusal.conflict(
                                "Version (%s) has not been through the gate: judge it first, its threshold follows from that."
                                        .formatted(version)));
    }

    private List<ServingEvent> shadowStarted(StartShadow start, Instant now) {
        var served = served(start.tenant(), start.machine());
        ofMachine(start.version(), start.machine());
        if (Served.isRunning(served.shadow(), start.version())) {
            return List.of();
        }
        if (served.live().isEmpty()) {
            throw Refusal.conflict(
                    "Machine (%s) has no live version to run a shadow of: release one first."
                            .formatted(start.machine()));
        }
        if (Served.isRunning(served.live(), start.version())) {
            throw Refusal.conflict(
                    "Version (%s) is live: it cannot be its own shadow."
                            .formatted(start.version()));
        }
        var gate = passed(start.tenant(), start.version());
        return List.of(
                new ShadowStarted(
                        start.tenant(),
                        start.machine(),
                        start.version(),
                        gate.threshold(),
                        start.from(),
                        served.generation() + 1,
                        now));
    }

    private ShadowStopped shadowStopped(
            TenantId tenant, MachineId machine, String reason, Instant now) {
        var served = served(tenant, machine);
        return new ShadowStopped(
                tenant,
                machine,
                shadow(served).version(),
                text("reason", reason),
                served.generation() + 1,
                now);
    }

    private VersionPromoted promoted(Promote promote, Instant now) {
        var served = served(promote.tenant(), promote.machine());
        checkGeneration(served, promote.generation());
        if (!Served.isRunning(served.shadow(), promote.version())) {
            throw Refusal.conflict(
                    "Version (%s) is not the shadow of machine (%s): start it as shadow first."
                            .formatted(promote.version(), promote.machine()));
        }
        return new VersionPromoted(
                promote.tenant(),
                promote.machine(),
                served.live().orElseThrow().version(),
                promote.version(),
                reason(promote),
                promote.comparison(),
                served.generation() + 1,
                now);
    }

    private static String reason(Promote promote) {
        if (!promote.reason().isBlank()) {
            return text("reason", promote.reason());
        }
        return promote.comparison()
                .filter(Comparison::better)
                .map(comparison -> comparison.reason().en())
                .orElseThrow(() ->
                        Refusal.conflict(
                                "Version (%s) is not better than the live one%s Give a reason to promote it anyway."
                                        .formatted(
                                                promote.version(),
                                                promote.comparison()
                                                        .map(one -> ": " + one.reason().en())
                                                        .orElse("."))));
    }

    private List<ServingEvent> observed(
            TenantId tenant, FindingDraft draft, boolean running, Instant now) {
        return switch (standing(tenant, draft.machine(), draft.version())) {
            case LIVE -> observedLive(tenant, draft, running, now);
            case SHADOW -> observedShadow(tenant, draft, running, now);
            case CANDIDATE, RETIRED ->
                    throw Refusal.conflict(
                            "Version (%s) is neither live nor shadow on machine (%s): its finding is not taken."
                                    .formatted(draft.version(), draft.machine()));
        };
    }

    private List<ServingEvent> observedLive(
            TenantId tenant, FindingDraft draft, boolean running, Instant now) {
        var known = findings.latestMeeting(tenant, draft);
        if (known.isEmpty()) {
            var raised = new FindingRaised(tenant, draft.raised(findings.nextId(), tenant), now);
            return running
                    ? List.of(raised)
                    : List.of(
                            raised,
                            new FindingClosed(tenant, draft.machine(), raised.finding().id(), now));
        }
        var before = known.get();
        var after = draft.extended(before.finding());
        var events = new ArrayList<ServingEvent>();
        if (!after.equals(before.finding())) {
            events.add(new FindingExtended(tenant, after, now));
        }
        if (!running && (before.running() || !events.isEmpty())) {
            events.add(new FindingClosed(tenant, draft.machine(), after.id(), now));
        }
        return events;
    }

    private List<ServingEvent> observedShadow(
            TenantId tenant, FindingDraft draft, boolean running, Instant now) {
        var before =
                shadowFindings
                        .latestMeeting(tenant, draft)
                        .filter(tracked -> tracked.finding().version().equals(draft.version()));
        var after =
                before.map(tracked -> draft.extended(tracked.finding()))
                        .orElseGet(() -> draft.raised(shadowFindings.nextId(), tenant));
        return before.equals(Optional.of(new TrackedFinding(after, running)))
                ? List.of()
                : List.of(new ShadowFindingObserved(tenant, after, running, now));
    }

    private List<ServingEvent> verdictGiven(GiveVerdict give, Instant now) {
        var finding = findings.get(give.tenant(), give.findingId()).finding();
        var verdict = new Verdict(give.verdict(), give.by(), now, text("note", give.note()));
        if (finding.verdict().isPresent()) {
            var before = finding.verdict().get();
            if (before.kind() == give.verdict() && before.note().equals(give.note())) {
                return List.of();
            }
            if (!give.replace()) {
                throw Refusal.conflict(
                        "Finding (%s) was already judged %s by (%s): replace the verdict explicitly."
                                .formatted(finding.id(), before.kind(), before.by()));
            }
        }
        return List.of(new VerdictGiven(give.tenant(), finding.machine(), finding.id(), verdict));
    }

    private static Running shadow(Served served) {
        return served.shadow()
                .orElseThrow(() ->
                        Refusal.conflict(
                                "Machine (%s) has no shadow version.".formatted(served.machine())));
    }

    static void checkGeneration(Served served, Optional<Long> seen) {
        if (seen.isPresent() && seen.get() != served.generation()) {
            throw Refusal.conflict(
                    "Machine (%s) has moved on from generation (%d) to (%d): look again."
                            .formatted(served.machine(), seen.get(), served.generation()));
        }
    }

    static void ofMachine(String version, MachineId machine) {
        if (!version.startsWith(machine + "/v")) {
            throw Refusal.invalid(
                    "Version (%s) is not one of machine (%s).".formatted(version, machine));
        }
    }

    static String text(String what, String text) {
        if (text.length() > TEXT_LENGTH_MAX) {
            throw Refusal.invalid(
                    "The %s has %d characters, at most %d are kept: shorten it."
                            .formatted(what, text.length(), TEXT_LENGTH_MAX));
        }
        return text;
    }

    private void put(Served served) {
        machines.put(new Key(served.tenant(), served.machine().value()), served);
    }
}
