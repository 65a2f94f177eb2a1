package werkmeister.server.check;

import werkmeister.factory.control.Factory;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobState;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.ledger.LedgerEntry;
import werkmeister.factory.tenant.Removal;
import werkmeister.factory.tenant.Tenant;
import werkmeister.learning.control.PlacedOrder;
import werkmeister.learning.model.ModelFile;
import werkmeister.learning.model.ModelVersion;
import werkmeister.learning.order.Share;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.plant.control.Erasure;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleStore;
import werkmeister.server.journal.Journal;
import werkmeister.server.loop.Books;
import werkmeister.server.loop.Cloud;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Proves the invariants of a running cloud: {@code check --all}. Each is a sentence that is true or
 * names what breaks it.
 */
public final class Checks {
    private final Cloud cloud;
    private final SampleStore store;
    private final Path data;

    private Checks(Cloud cloud, SampleStore store, Path data) {
        this.cloud = cloud;
        this.store = store;
        this.data = data;
    }

    public static CheckReport all(Cloud cloud, SampleStore store, Path data) {
        var checks = new Checks(cloud, store, data);
        var items = new ArrayList<CheckReport.Item>();
        items.add(item("The journal's chain is unbroken.", checks::journal));
        items.add(item("Replaying the journal gives the state in memory.", checks::replay));
        items.add(item("Every sample file is there and matches its SHA-256.", checks::sampleFiles));
        items.add(item("Every model file is there and matches its SHA-256.", checks::modelFiles));
        items.add(item("No file of a removed machine or tenant is left.", checks::erasures));
        items.add(item("Every record belongs to a tenant that exists.", checks::owners));
        items.add(
                item(
                        "Every order has at most one version, every version one order.",
                        checks::versions));
        items.add(
                item(
                        "Every training job that succeeded has published exactly one version of"
                                + " each order.",
                        checks::published));
        items.add(
                item(
                        "Every live and every shadow version exists and was judged by the gate.",
                        checks::releases));
        items.add(
                item(
                        "Every charge in the ledger belongs to an attempt that was made, once.",
                        checks::ledger));
        return CheckReport.of(items);
    }

    private String journal() {
        Journal.Verification verification = cloud.journal().verify();
        verification
                .firstBreak()
                .ifPresent(broken -> {
                    throw Refusal.corrupt(
                            "Entry %d: %s".formatted(broken.sequence(), broken.why()));
                });
        return "%d events".formatted(verification.events());
    }

    private String replay() {
        cloud.replayDifference()
                .ifPresent(difference -> {
                    throw Refusal.corrupt(difference);
                });
        return "equal";
    }

    private String sampleFiles() {
        List<SampleFile> files = cloud.read(books -> List.copyOf(books.plant().files()));
        files.forEach(store::verify);
        return "%d files".formatted(files.size());
    }

    private String modelFiles() {
        int count = 0;
        for (ModelVersion version : everyVersion()) {
            for (ModelFile file : version.files()) {
                verify(file);
                count++;
            }
        }
        return "%d files".formatted(count);
    }

    private void verify(ModelFile file) {
        Path path = data.resolve(file.path());
        try {
            if (!Sha256.of(path).equals(file.sha256())) {
                throw Refusal.corrupt(
                        "The model file (%s) differs from its SHA-256: restore it."
                                .formatted(path));
            }
        } catch (IOException e) {
            throw Refusal.corrupt(
                    "The model file (%s) cannot be read: restore it.".formatted(path));
        }
    }

    private String erasures() {
        return cloud.read(books -> {
            for (Erasure erasure : books.plant().erasures()) {
                boolean back = books.plant().find(erasure.tenant(), erasure.machine()).isPresent();
                require(
                        back || !store.holdsAny(erasure.tenant(), erasure.machine()),
                        "Machine (%s) was removed but has files: restart the server.",
                        erasure.machine());
            }
            for (Removal removal : books.factory().removals()) {
                boolean back = books.factory().tenant(removal.tenant()).isPresent();
                Path folder = data.resolve("samples").resolve(removal.tenant().value());
                require(
                        back || !Files.exists(folder),
                        "Tenant (%s) was removed but has files: restart the server.",
                        removal.tenant());
                for (String job : removal.jobs()) {
                    require(
                            !Files.exists(data.resolve("jobs").resolve(job)),
                            "The folder of %s is still there: restart the server.",
                            job);
                }
            }
            for (var gone : books.learning().forgotten()) {
                for (String folder : gone.folders()) {
                    require(
                            !Files.exists(data.resolve(folder)),
                            "The model files in (%s) are still there: restart the server.",
                            folder);
                }
            }
            return "%d removed".formatted(books.plant().erasures().size());
        });
    }

    private String owners() {
        return cloud.read(books -> {
            var tenants = new HashSet<String>();
            books.factory().tenants().forEach(tenant -> tenants.add(tenant.id().value()));
            for (Machine machine : books.plant().machines()) {
                require(
                        tenants.contains(machine.tenant().value()),
                        "Machine (%s) belongs to nobody.",
                        machine.id());
            }
            return "%d tenants".formatted(tenants.size());
        });
    }

    private String versions() {
        var orders = new HashSet<String>();
        List<ModelVersion> versions = everyVersion();
        for (ModelVersion version : versions) {
            require(
                    orders.add(version.order().id()),
                    "Order (%s) has two versions.",
                    version.order().id());
        }
        return "%d versions".formatted(versions.size());
    }

    private String published() {
        return cloud.read(books -> {
            int count = 0;
            var forgotten =
                    books.learning().forgotten().stream()
                            .flatMap(gone -> gone.orders().stream())
                            .collect(Collectors.toSet());
            for (Tenant tenant : books.factory().tenants()) {
                for (Job job : books.factory().jobs(tenant.id())) {
                    if (job.state() instanceof JobState.Ended(var _, Outcome.Succeeded())
                            && isTraining(job)) {
                        checkPublished(books, job, forgotten);
                        count++;
                    }
                }
            }
            return "%d jobs".formatted(count);
        });
    }

    private static boolean isTraining(Job job) {
        return job.spec().payload().kind().equals("train");
    }

    /** For its order, and for those that follow it. */
    private static void checkPublished(Books books, Job job, Set<String> forgotten) {
        String trained = job.spec().payload().reference();
        List<PlacedOrder> orders =
                books.learning().orders(job.tenant()).stream()
                        .filter(placed -> isTrainedBy(trained, placed.order()))
                        .toList();
        require(
                forgotten.contains(trained)
                        || orders.stream().anyMatch(one -> one.order().id().equals(trained)),
                "The order of %s is not there.",
                job.id());
        for (PlacedOrder placed : orders) {
            String order = placed.order().id();
            require(
                    placed.outcome() instanceof PlacedOrder.Fulfilled,
                    "The order (%s) of %s is not fulfilled.",
                    order,
                    job.id());
            long versions =
                    books.learning().versions(job.tenant()).stream()
                            .filter(version -> version.order().id().equals(order))
                            .count();
            require(
                    versions == 1,
                    "%s has published %d versions of order (%s).",
                    job.id(),
                    versions,
                    order);
        }
    }

    private static boolean isTrainedBy(String trained, TrainingOrder order) {
        boolean takenOver = order.share().filter(Share.TakenOver.class::isInstance).isPresent();
        return order.trained().equals(trained) && !takenOver;
    }

    private String releases() {
        return cloud.read(books -> {
            int count = 0;
            for (Machine machine : books.plant().machines()) {
                for (String version : inUse(books, machine)) {
                    require(
                            books.learning().version(machine.tenant(), version).isPresent(),
                            "Version (%s) is in use but does not exist.",
                            version);
                    require(
                            books.serving().gate(machine.tenant(), version).isPresent()
                                    || books.serving()
                                            .appraisal(machine.tenant(), version)
                                            .isPresent(),
                            "Version (%s) is in use but was never judged.",
                            version);
                    count++;
                }
            }
            return "%d in use".formatted(count);
        });
    }

    private static List<String> inUse(Books books, Machine machine) {
        var served = books.serving().served(machine.tenant(), machine.id());
        return Stream.concat(
                        Stream.concat(served.live().stream(), served.shadow().stream())
                                .map(running -> running.version()),
                        Stream.concat(served.answering().stream(), served.shadowing().stream())
                                .map(answering -> answering.version()))
                .toList();
    }

    private String ledger() {
        return cloud.read(books -> {
            Factory factory = books.factory();
            var seen = new HashSet<String>();
            for (Tenant tenant : factory.tenants()) {
                for (LedgerEntry entry : factory.ledger(tenant.id())) {
                    String attempt = entry.job() + " attempt " + entry.attempt();
                    require(seen.add(attempt), "%s is charged twice.", attempt);
                    require(
                            entry.attempt() <= factory.job(tenant.id(), entry.job()).attempt(),
                            "%s is charged but was never made.",
                            attempt);
                }
            }
            return "%d charges".formatted(seen.size());
        });
    }

    private List<ModelVersion> everyVersion() {
        return cloud.read(books ->
                books.factory().tenants().stream()
                        .flatMap(tenant -> books.learning().versions(tenant.id()).stream())
                        .toList());
    }

    private static void require(boolean holds, String sentence, Object... values) {
        if (!holds) {
            throw Refusal.corrupt(sentence.formatted(values));
        }
    }

    private static CheckReport.Item item(String name, Supplier<String> check) {
        try {
            return new CheckReport.Item(name, true, check.get());
        } catch (Refusal refusal) {
            return new CheckReport.Item(name, false, refusal.getMessage());
        }
    }
}
