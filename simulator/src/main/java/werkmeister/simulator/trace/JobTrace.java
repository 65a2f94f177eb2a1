package werkmeister.simulator.trace;

import werkmeister.units.Refusal;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Jobs that ran, the earliest first.
 *
 * @param name of its file, without its ending
 */
public record JobTrace(String name, List<TraceJob> jobs) {
    private static final String[] PHILLY = {"timestamp", "duration", "num_gpus", "cluster"};
    private static final String[] ELASTIC = {"submit_time", "num_gpu", "duration"};
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private static final Comparator<TraceJob> FIRST_COME =
            Comparator.comparingLong(TraceJob::submitted).thenComparingInt(TraceJob::number);

    private static final long DAY = 86_400;
    private static final int COPIES_MAX = 1_000;

    public JobTrace {
        jobs = List.copyOf(jobs);
    }

    /** Whether a file is a list of jobs by its first line. */
    public static boolean is(Path file) {
        return TraceTable.has(file, PHILLY) || TraceTable.has(file, ELASTIC);
    }

    /**
     * Reads jobs of Microsoft's Philly (timestamp, duration in seconds, num_gpus, cluster: a
     * tenant) or of ElasticFlow (submit_time and duration in seconds, num_gpu; one tenant).
     */
    public static JobTrace read(Path file) {
        TraceTable table = TraceTable.read(file);
        boolean philly = table.has(PHILLY);
        if (!philly && !table.has(ELASTIC)) {
            throw Refusal.invalid(
                    "%s is no list of jobs: timestamp, duration, num_gpus, cluster or submit_time, num_gpu, duration are needed, there are %s."
                            .formatted(file, table.names()));
        }
        var jobs = new ArrayList<TraceJob>();
        for (int row = 0; row < table.rows().size(); row++) {
            int gpus = table.whole(row, philly ? "num_gpus" : "num_gpu");
            if (gpus > 0) {
                jobs.add(
                        new TraceJob(
                                row + 1,
                                philly ? table.text(row, "cluster") : "all",
                                philly ? seconds(table, row) : table.whole(row, "submit_time"),
                                Math.max(1, table.whole(row, "duration")),
                                gpus));
            }
        }
        if (jobs.isEmpty()) {
            throw Refusal.invalid("%s has no job that asks for a GPU.".formatted(file));
        }
        jobs.sort(FIRST_COME);
        long first = jobs.getFirst().submitted();
        return new JobTrace(
                table.name(),
                jobs.stream()
                        .map(job ->
                                new TraceJob(
                                        job.number(),
                                        job.tenant(),
                                        job.submitted() - first,
                                        job.seconds(),
                                        job.gpus()))
                        .toList());
    }

    public long tenants() {
        return jobs.stream().map(TraceJob::tenant).distinct().count();
    }

    private static long seconds(TraceTable table, int row) {
        String text = table.text(row, "timestamp");
        try {
            return LocalDateTime.parse(text, TIME).toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw Refusal.invalid(
                    "%s, row %d: timestamp (%s) must be such as 2017-10-09 07:01:55."
                            .formatted(table.file(), row + 1, text));
        }
    }

    /**
     * Jobs that ask for this share of so many GPUs on average, as long as they come: as many copies
     * of the trace side by side as come nearest, each later by whole days and what is beyond the
     * end put first, so that days and weeks keep their shape; then all sooner or later after each
     * other by the rest. Jobs that are too large are left out.
     */
    public JobTrace loading(int gpus, double load) {
        List<TraceJob> fitting = jobs.stream().filter(job -> job.gpus() <= gpus).toList();
        double work = fitting.stream().mapToDouble(TraceJob::gpuSeconds).sum();
        long span = jobs.getLast().submitted();
        if (span == 0 || work == 0) {
            return new JobTrace(name, fitting);
        }
        double wanted = load * gpus * span / work;
        int copies = (int) Math.clamp(Math.rint(wanted), 1, COPIES_MAX);
        double scale = copies / wanted;
        var loading = new ArrayList<TraceJob>();
        for (int copy = 0; copy < copies; copy++) {
            long later = span * copy / copies / DAY * DAY;
            for (TraceJob job : fitting) {
                loading.add(
                        new TraceJob(
                                job.number() + copy * (jobs.size() + 1),
                                job.tenant(),
                                Math.round((job.submitted() + later) % (span + 1) * scale),
                                job.seconds(),
                                job.gpus()));
            }
        }
        loading.sort(FIRST_COME);
        return new JobTrace(name, loading);
    }
}
