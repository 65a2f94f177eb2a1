package werkmeister.bench.control;

import com.sun.management.OperatingSystemMXBean;

import tools.jackson.databind.JsonNode;

import werkmeister.bench.control.KueueWorkload.Arrival;
import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Callers;
import werkmeister.server.Server;
import werkmeister.server.Settings;
import werkmeister.server.journal.Journal;
import werkmeister.server.journal.Journals;
import werkmeister.server.json.Json;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Kueue's own workloads through our HTTP interface: a call a job, in real time, the journal on the
 * disk before any answer. What came of it is read from the journal. Kueue's figures include a
 * Kubernetes API server and etcd, whose part we do not have.
 */
final class KueueTrial {
    static final String NAME = "kueue";
    private static final long NO_SEED = 0;
    private static final int CALLERS = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final double NANOS = 1e9;

    private final Bench bench;
    private final KueueWorkload work;
    private final List<ControlFigure> figures = new ArrayList<>();

    /**
     * The command line's client is one tenant's and tries again: here are many, and one call each.
     */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    KueueTrial(Bench bench, KueueWorkload work) {
        this.bench = bench;
        this.work = work;
    }

    List<ControlFigure> run() throws Exception {
        Path folder = Files.createTempDirectory(bench.folder(), "kueue-");
        var settings =
                new Settings(
                        folder, "127.0.0.1", 0, Optional.empty(), List.of("true"), bench.clock());
        long cpu = cpuNanos();
        try (Server server = Server.start(settings)) {
            var door = new Door(server.uri(), server.firstKey().orElseThrow());
            furnish(door);
            submit(door);
            await(door);
        }
        double cpuSeconds = (cpuNanos() - cpu) / NANOS;
        try (Journal journal = Journals.open(folder, Optional.empty(), bench.shell().clock())) {
            read(journal);
        }
        figure("processor time, our callers included", cpuSeconds, "s");
        Bench.remove(folder);
        return figures;
    }

    /** One server, as its operator. */
    private record Door(URI uri, String key) {}

    private void furnish(Door door) throws Exception {
        send(
                door,
                "PUT",
                "/site",
                Json.write(Map.of("file", "site.yaml", "text", work.site())),
                "");
        long owed = (long) work.nominal() * work.unitGpus();
        long limit = (long) work.limit() * work.unitGpus();
        for (int cohort = 0; cohort < work.cohorts(); cohort++) {
            send(
                    door,
                    "PUT",
                    "/groups/" + work.cohort(cohort),
                    Json.write(
                            Map.of("gpus", owed * work.queues(), "gpuLimit", owed * work.queues())),
                    "");
            for (int queue = 0; queue < work.queues(); queue++) {
                String name = work.queue(cohort, queue);
                var quota =
                        Map.of(
                                "gpus",
                                owed,
                                "gpuLimit",
                                limit,
                                "runningJobs",
                                100_000,
                                "queuedJobs",
                                100_000);
                send(
                        door,
                        "POST",
                        "/tenants",
                        Json.write(
                                Map.of(
                                        "tenant",
                                        name,
                                        "name",
                                        name,
                                        "group",
                                        work.cohort(cohort),
                                        "quota",
                                        quota)),
                        "");
            }
        }
    }

    private void submit(Door door) throws Exception {
        List<Arrival> arrivals = work.arrivals();
        var next = new AtomicInteger();
        long begin = bench.nanos().getAsLong();
        try (var progress = bench.progress(NAME + " " + work.name(), arrivals.size())) {
            Callers.inParallel(
                    CALLERS,
                    _ -> {
                        long done = 0;
                        for (int i = next.getAndIncrement();
                                i < arrivals.size();
                                i = next.getAndIncrement()) {
                            Arrival arrival = arrivals.get(i);
                            long due = begin + arrival.atMillis() * 1_000_000;
                            long wait = due - bench.nanos().getAsLong();
                            if (wait > 0) {
                                LockSupport.parkNanos(wait);
                            }
                            send(door, "POST", "/jobs", body(arrival), arrival.queue());
                            progress.at(i);
                            done++;
                        }
                        return done;
                    });
        }
        double took = (bench.nanos().getAsLong() - begin) / NANOS;
        figure("until all were taken in", took, "s");
    }

    private static String body(Arrival arrival) {
        var set = arrival.set();
        return """
        {"name":"%s","gpus":%d,"parts":%d,"hold":"PT%sS","priority":%d,"preemptible":true%s}\
        """
                .formatted(
                        set.kind(),
                        set.gpus(),
                        set.parts(),
                        set.runMillis() / 1_000.0,
                        set.priority(),
                        set.near().isEmpty() ? "" : ",\"together\":" + set.near());
    }

    private void await(Door door) throws Exception {
        long begin = bench.nanos().getAsLong();
        while (true) {
            JsonNode site = Json.tree(send(door, "GET", "/site", "", ""));
            if (site.path("runs").asInt() == 0 && site.path("waiting").asInt() == 0) {
                return;
            }
            if (bench.nanos().getAsLong() - begin > PATIENCE.toNanos()) {
                throw new IllegalStateException("The jobs do not end: " + site.path("waiting"));
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private String send(Door door, String method, String path, String body, String tenant)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(door.uri().resolve("/api/v1" + path))
                        .header("Authorization", "Bearer " + door.key())
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!tenant.isEmpty()) {
            request.header("Werkmeister-Tenant", tenant);
        }
        var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(
                    "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
        }
        return answer.body();
    }

    /** When each job was taken in and first started, and when the last one ended. */
    private void read(Journal journal) {
        Map<String, Instant> queued = new HashMap<>();
        Map<String, String> kinds = new HashMap<>();
        Map<String, Instant> started = new HashMap<>();
        Instant[] ends = new Instant[2];
        int[] evictions = new int[1];
        journal.replay(
                0,
                entry -> {
                    switch (entry.type()) {
                        case "factory.JobQueued" -> {
                            JsonNode queue = Json.tree(entry.payload());
                            String job = queue.path("job").asString();
                            queued.put(job, entry.at());
                            kinds.put(job, queue.path("spec").path("name").asString());
                            ends[0] = ends[0] == null ? entry.at() : ends[0];
                        }
                        case "factory.RunStarted" ->
                                started.putIfAbsent(
                                        Json.tree(entry.payload())
                                                .path("run")
                                                .path("job")
                                                .asString(),
                                        entry.at());
                        case "factory.EvictionRequested" -> evictions[0]++;
                        case "factory.JobEnded" -> ends[1] = entry.at();
                        default -> {}
                    }
                });
        if (started.size() != work.jobs()) {
            throw new IllegalStateException(
                    "%d of %d jobs started.".formatted(started.size(), work.jobs()));
        }
        double wall = Duration.between(ends[0], ends[1]).toNanos() / NANOS;
        figures.addFirst(
                ControlFigure.plain(NAME, workload(), NO_SEED, "wall time", wall, "s")
                        .above(work.floorSeconds())
                        .beside(work.publishedSeconds())
                        .reaching(work.goal()));
        admissions(queued, kinds, started);
        figure("evictions", evictions[0], "runs");
    }

    private void admissions(
            Map<String, Instant> queued, Map<String, String> kinds, Map<String, Instant> started) {
        var waits = new TreeMap<String, List<Double>>();
        queued.forEach((job, at) -> {
            double wait = Duration.between(at, started.get(job)).toNanos() / NANOS;
            waits.computeIfAbsent(kinds.get(job), _ -> new ArrayList<>()).add(wait);
        });
        waits.forEach((kind, all) -> {
            double[] sorted = all.stream().mapToDouble(d -> d).sorted().toArray();
            figure(
                    "time to admission, " + kind + ", mean",
                    Arrays.stream(sorted).average().orElse(0),
                    "s");
            figure(
                    "time to admission, " + kind + ", p95",
                    sorted[(int) (0.95 * (sorted.length - 1))],
                    "s");
        });
    }

    private void figure(String what, double value, String unit) {
        figures.add(ControlFigure.plain(NAME, workload(), NO_SEED, what, value, unit));
    }

    private String workload() {
        return "%s: %,d jobs".formatted(work.name(), work.jobs());
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
