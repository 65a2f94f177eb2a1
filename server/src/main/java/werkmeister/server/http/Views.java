package werkmeister.server.http;

import tools.jackson.databind.JsonNode;

import werkmeister.factory.fleet.Site;
import werkmeister.factory.ledger.LedgerEntry;
import werkmeister.factory.ledger.Total;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.Intent;
import werkmeister.learning.order.Label;
import werkmeister.learning.order.Question;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.plant.control.Erasure;
import werkmeister.plant.control.ImportReading;
import werkmeister.plant.control.Novelty;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.machine.Place;
import werkmeister.plant.machine.Signal;
import werkmeister.plant.machine.Unit;
import werkmeister.plant.store.Envelope;
import werkmeister.plant.store.Overview;
import werkmeister.plant.table.Understanding;
import werkmeister.server.auth.Role;
import werkmeister.server.chart.Charts;
import werkmeister.server.intake.Imports;
import werkmeister.serving.finding.Verdict;
import werkmeister.serving.release.Appraisal;
import werkmeister.serving.release.GateReport;
import werkmeister.units.CpuTime;
import werkmeister.units.Money;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What goes over the wire where it is not a record of a room as it is. */
final class Views {
    private Views() {}

    record Health(String status, String version, JournalSize journal, long uptimeSeconds) {}

    record JournalSize(long events) {}

    record Me(String tenant, Role role, String prefix) {}

    /** What went with a tenant; the journal has a line for each machine. */
    record TenantErasure(String tenant, long machines, long files, long rows, long bytes) {
        static TenantErasure of(TenantId tenant, List<Erasure> gone) {
            return new TenantErasure(
                    tenant.value(),
                    gone.size(),
                    gone.stream().mapToLong(Erasure::files).sum(),
                    gone.stream().mapToLong(Erasure::rows).sum(),
                    gone.stream().mapToLong(Erasure::bytes).sum());
        }
    }

    record KeyBody(Role role, Optional<String> note) {}

    /** The key stands in the first answer only: it is not kept. */
    record NewKey(Optional<String> key, String prefix, Role role) {}

    record KeyView(
            String prefix, Role role, String note, Instant created, Optional<Instant> revoked) {}

    record SiteView(Optional<Site> site, int runs, int waiting) {}

    record MachineBody(String machine, Optional<String> name, Optional<String> zone) {}

    record MachineView(
            String machine,
            String name,
            String zone,
            List<SignalView> signals,
            long rows,
            Optional<Instant> first,
            Optional<Instant> last,
            Optional<String> liveVersion,
            Optional<String> shadowVersion,
            int findingsOpen,
            Optional<Integer> keepDays,
            Optional<Place> place) {}

    /**
     * How long samples are kept.
     *
     * @param days empty for ever
     */
    record RetentionBody(Optional<Integer> days) {}

    /**
     * What keeping them so long means now.
     *
     * @param expired files that are on the books no longer
     */
    record RetentionView(String machine, Optional<Integer> days, long expired, long rows) {}

    /**
     * A signal of a machine.
     *
     * @param unit its UCUM symbol, empty if it is not known
     * @param unece the unit's common code in UNECE Recommendation 20
     */
    record SignalView(String name, String unit, Optional<String> unece) {
        static SignalView of(Signal signal) {
            return new SignalView(
                    signal.name(), signal.unit(), Unit.of(signal.unit()).map(Unit::unece));
        }
    }

    /**
     * What came of a file of several machines.
     *
     * @param imports one a machine; none where it was only to be understood
     */
    record ImportsView(Optional<Understanding> understood, List<ImportView> imports) {}

    record ImportView(
            String id,
            String machine,
            String name,
            String sha256,
            Optional<Understanding> understood,
            long rows,
            long rejected,
            Instant first,
            Instant last,
            boolean repeated,
            Optional<Seen> seen,
            Optional<Novelty> readings,
            Optional<ImportReading> reading) {
        /** Where the account stands beside it. */
        ImportView withoutAccount() {
            return new ImportView(
                    id,
                    machine,
                    name,
                    sha256,
                    Optional.empty(),
                    rows,
                    rejected,
                    first,
                    last,
                    repeated,
                    seen,
                    readings,
                    reading);
        }

        ImportView with(Seen seen) {
            return new ImportView(
                    id,
                    machine,
                    name,
                    sha256,
                    understood,
                    rows,
                    rejected,
                    first,
                    last,
                    repeated,
                    Optional.of(seen),
                    readings,
                    reading);
        }
    }

    /**
     * What the live version saw in an imported file; rows are late if the machine has said
     * something later before.
     */
    record Seen(long late, long scored, List<String> findings) {}

    record DryRun(Understanding understood) {}

    /**
     * A file that somebody looks at before it is imported.
     *
     * @param overview empty where its rows have no time
     */
    record LookView(Understanding understood, Optional<OverviewView> overview) {
        static LookView of(Imports.Look look) {
            return new LookView(
                    look.understood(),
                    Optional.of(look.overview())
                            .filter(_ -> look.understood().format().timeColumn().isPresent())
                            .map(OverviewView::of));
        }
    }

    /**
     * The file's signals as small charts.
     *
     * @param times start of each bucket, milliseconds since 1970-01-01T00:00:00Z
     */
    record OverviewView(List<Long> times, List<LineView> signals) {
        static OverviewView of(Overview overview) {
            return new OverviewView(
                    Arrays.stream(overview.timesMillis()).boxed().toList(),
                    overview.signals().stream()
                            .map(name -> LineView.of(name, overview.envelope(name)))
                            .toList());
        }
    }

    /** The least and greatest value per bucket; null where there is none. */
    record LineView(String name, List<Optional<Double>> min, List<Optional<Double>> max) {
        static LineView of(String name, Envelope envelope) {
            return new LineView(name, Charts.values(envelope.min()), Charts.values(envelope.max()));
        }
    }

    record SamplesBody(List<String> signals, List<List<JsonNode>> rows) {}

    /**
     * @param shared true: what sisters share is taken over; false: a training of its own; empty:
     *     the first where it can be
     */
    record OrderBody(
            String machine,
            Optional<Double> budget,
            Optional<Instant> trainUntil,
            Optional<Long> seed,
            Optional<List<Label>> labels,
            Optional<Intent> intent,
            Optional<String> target,
            Optional<Duration> horizon,
            Optional<List<String>> sisters,
            Optional<String> group,
            Optional<Boolean> shared) {
        /** Empty: the machine is to be watched. */
        Optional<Question> question() {
            if (intent.isPresent() && intent.get() != Intent.WATCH) {
                return Optional.of(new Question(intent.get(), target, horizon, group));
            }
            if (target.isPresent() || horizon.isPresent() || group.isPresent()) {
                throw Refusal.invalid(
                        "A target, a horizon or a group belongs to an intent (CLASSIFY,"
                                + " FORECAST): name it.");
            }
            return Optional.empty();
        }

        List<MachineId> sistersById() {
            return sisters.orElse(List.of()).stream().map(MachineId::new).toList();
        }
    }

    /**
     * @param job that fulfils it; empty where nothing is trained
     * @param version that fulfils it already
     */
    record Ordered(TrainingOrder order, Optional<String> job, Optional<String> version) {}

    /**
     * @param together each machine learns from all the others, too
     * @param shared one training for all; empty: where lives or classes are asked for
     * @param each what is asked of each machine; it names none
     */
    record ArrayBody(
            List<String> machines,
            Optional<Boolean> together,
            Optional<Boolean> shared,
            Optional<EachBody> each) {}

    record EachBody(
            Optional<Double> budget,
            Optional<Instant> trainUntil,
            Optional<Long> seed,
            Optional<Intent> intent,
            Optional<String> target,
            Optional<Duration> horizon,
            Optional<List<String>> sisters,
            Optional<String> group) {
        static EachBody nothing() {
            return new EachBody(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /** Of one of the machines. */
        OrderBody of(String machine, List<String> together) {
            var learnedFrom =
                    Stream.concat(together.stream(), sisters.orElse(List.of()).stream())
                            .filter(sister -> !sister.equals(machine))
                            .distinct()
                            .toList();
            return new OrderBody(
                    machine,
                    budget,
                    trainUntil,
                    seed,
                    Optional.empty(),
                    intent,
                    target,
                    horizon,
                    Optional.of(learnedFrom),
                    group,
                    Optional.empty());
        }
    }

    record Arrayed(String array, List<Ordered> orders) {}

    record OrderView(
            TrainingOrder order, Optional<String> job, String state, Optional<String> version) {}

    /**
     * That a version is of a training that several machines share.
     *
     * @param order that was trained: it bears the cost
     * @param takenFrom the version that was taken over without a training; empty: it was trained
     *     for this machine, too
     */
    record SharedView(String order, Optional<String> takenFrom) {}

    record VersionView(
            String id,
            String machine,
            int number,
            String state,
            Optional<Double> threshold,
            Optional<GateReport> gate,
            Optional<Appraisal> appraisal,
            Optional<String> topic,
            JsonNode card,
            double trainSeconds,
            double sizeKb,
            Money cost,
            CpuTime cpuTime,
            Instant publishedAt,
            String dataset,
            Optional<String> reason,
            Optional<SharedView> shared) {}

    record GateBody(Optional<Double> budget) {
        AlertBudget or(AlertBudget other) {
            return budget.map(AlertBudget::new).orElse(other);
        }
    }

    record ReleaseBody(Optional<String> reason, Optional<Boolean> force) {}

    record PromoteBody(Optional<String> reason) {}

    record VerdictBody(Verdict.Kind verdict, Optional<String> note, Optional<Boolean> replace) {}

    record LedgerView(List<LedgerEntry> entries, Total total) {}

    record JournalView(
            long sequence,
            Instant at,
            String tenant,
            String actor,
            String type,
            JsonNode payload,
            String hash) {}
}
