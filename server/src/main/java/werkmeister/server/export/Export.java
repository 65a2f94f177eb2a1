package werkmeister.server.export;

import werkmeister.learning.model.ModelFile;
import werkmeister.learning.model.ModelVersion;
import werkmeister.plant.control.Plant;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleStore;
import werkmeister.server.intake.Models;
import werkmeister.server.journal.Journal;
import werkmeister.server.json.Json;
import werkmeister.server.loop.Cloud;
import werkmeister.serving.finding.Finding;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes everything of a tenant as a zip: samples as Parquet, model files as they are, records as
 * JSON, the tenant's journal entries as JSON lines, and {@code manifest.json} with the SHA-256 of
 * each. Times in the archive are fixed, so the same state gives the same bytes.
 */
public final class Export {
    /** Where samples stand in the archive. */
    static final String SAMPLES = "samples/";

    private static final int JOURNAL_PAGE = 1000;

    /** How samples are written. */
    public enum Format {
        /** As they lie in the store. */
        PARQUET,
        /** As text that says the same to the last bit. */
        CSV
    }

    private final Cloud cloud;
    private final SampleStore store;
    private final Models models;
    private final TenantId tenant;
    private final Format format;
    private final ZipOutputStream zip;
    private final List<Entry> manifest = new ArrayList<>();

    private Export(
            Cloud cloud,
            SampleStore store,
            Models models,
            TenantId tenant,
            Format format,
            ZipOutputStream zip) {
        this.cloud = cloud;
        this.store = store;
        this.models = models;
        this.tenant = tenant;
        this.format = format;
        this.zip = zip;
    }

    /** One file of the archive. */
    public record Entry(String path, long bytes, Sha256 sha256) {}

    /** What the archive holds. */
    public record Manifest(
            TenantId tenant, long journalEvents, Sha256 journalHead, List<Entry> files) {}

    /** Writes the archive; every file is checked by its hash on the way. */
    public static void write(
            Cloud cloud,
            SampleStore store,
            Models models,
            TenantId tenant,
            Format format,
            OutputStream out)
            throws IOException {
        try (var zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            new Export(cloud, store, models, tenant, format, zip).write();
        }
    }

    private void write() throws IOException {
        List<Machine> machines = cloud.read(books -> books.plant().machines(tenant));
        List<ModelVersion> versions = cloud.read(books -> books.learning().versions(tenant));
        put("machines.json", Json.bytes(machines));
        put("versions.json", Json.bytes(versions));
        put("orders.json", Json.bytes(cloud.read(books -> books.learning().orders(tenant))));
        put("findings.json", Json.bytes(findings(machines)));
        put("jobs.json", Json.bytes(cloud.read(books -> books.factory().jobs(tenant))));
        put(
                "ledger.json",
                Json.bytes(cloud.read(books -> List.copyOf(books.factory().ledger(tenant)))));
        Tenancy tenancy = cloud.read(books -> Tenancy.of(books, tenant, cloud.now()));
        put(Tenancy.FILE, Json.bytes(tenancy));
        for (Plant.MachineState machine : tenancy.machines()) {
            for (SampleFile file : machine.files()) {
                putSamples(file);
            }
        }
        putModels(versions, tenancy.versions());
        long events = cloud.journal().size();
        putJournal(events);
        put(
                "manifest.json",
                Json.bytes(
                        new Manifest(
                                tenant, events, cloud.journal().head(), List.copyOf(manifest))));
    }

    private List<Finding> findings(List<Machine> machines) {
        return cloud.read(books ->
                machines.stream()
                        .flatMap(machine -> books.serving().findings(tenant, machine.id()).stream())
                        .toList());
    }

    private void putSamples(SampleFile file) throws IOException {
        String path = SAMPLES + file.path();
        switch (format) {
            case PARQUET -> put(path, store.bytes(file));
            case CSV -> put(csv(path), SampleCsv.bytes(store.whole(file)));
        }
    }

    /** The path of a file of samples as text. */
    static String csv(String path) {
        return path.replaceFirst("\\.parquet$", ".csv");
    }

    /**
     * The files of all versions.
     *
     * @param placed the same versions with their files' places in the archive
     */
    private void putModels(List<ModelVersion> versions, List<ModelVersion> placed)
            throws IOException {
        Set<String> done = new HashSet<>();
        for (int i = 0; i < versions.size(); i++) {
            for (ModelFile file : placed.get(i).files()) {
                if (done.add(file.path())) {
                    put(file.path(), models.bytes(versions.get(i), Tenancy.name(file)));
                }
            }
        }
    }

    private void putJournal(long events) throws IOException {
        var lines = new StringBuilder();
        long after = 0;
        List<Journal.Entry> page =
                cloud.journal().read(after, JOURNAL_PAGE, Optional.of(tenant.value()));
        while (!page.isEmpty() && after < events) {
            page.forEach(entry -> lines.append(Json.write(entry)).append('\n'));
            after = page.getLast().sequence();
            page = cloud.journal().read(after, JOURNAL_PAGE, Optional.of(tenant.value()));
        }
        put("journal.jsonl", lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void put(String path, byte[] bytes) throws IOException {
        var entry = new ZipEntry(path);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
        manifest.add(new Entry(path, bytes.length, Sha256.of(bytes)));
    }
}
