package werkmeister.server.http;

import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Payload;
import werkmeister.factory.job.Resources;
import werkmeister.factory.job.Terms;
import werkmeister.factory.job.Together;
import werkmeister.server.engine.hold.Holds;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job as it is submitted.
 *
 * @param kind of work; so far only {@code hold}: it holds its room for a time and does nothing
 * @param cpus of each part; empty: 1
 * @param memory of each part; empty: 1 GiB
 * @param gpus of each part; empty: none, or 1 where a share is asked for
 * @param gpuShare of a single GPU, above 0 to 1
 * @param parts that start together; empty: 1
 * @param leastParts with which it begins; empty: all parts
 * @param runtime as its owner expects it; empty: as long as it holds
 * @param hold how long all parts really hold their room; empty: the runtime
 * @param count of such jobs; several are an array
 */
record JobBody(
        String name,
        Optional<String> kind,
        Optional<Long> cpus,
        Optional<Memory> memory,
        Optional<Long> gpus,
        Optional<Double> gpuShare,
        Optional<Integer> parts,
        Optional<Integer> leastParts,
        Optional<List<String>> models,
        Optional<Near> together,
        Optional<Duration> runtime,
        Optional<Duration> checkpoint,
        Optional<Instant> deadline,
        Optional<Boolean> preemptible,
        Optional<Boolean> service,
        Optional<Integer> priority,
        Optional<Integer> retries,
        Optional<Duration> hold,
        Optional<Integer> count) {
    private static final Memory MEMORY_DEFAULT = new Memory(1L << 30);
    private static final double MILLI = 1_000;

    /** How near to each other the parts are to be; see {@link Together}. */
    record Near(Together.Level level, Optional<Boolean> required, Optional<Integer> segment) {
        Together together() {
            return new Together(level, required.orElse(false), segment.orElse(0));
        }
    }

    /** The job that is asked for. */
    JobSpec spec(TenantId tenant) {
        String asked = kind.orElse(Holds.KIND);
        if (!asked.equals(Holds.KIND)) {
            throw Refusal.invalid(
                    "Jobs of kind (%s) cannot be submitted here, only (%s); what is to be trained is ordered at /orders."
                            .formatted(asked, Holds.KIND));
        }
        String held =
                hold.or(() -> runtime)
                        .map(Duration::toString)
                        .orElseThrow(() ->
                                Refusal.invalid(
                                        "How long the job %s holds its room is not said: give hold or runtime, such as PT1H."
                                                .formatted(name)));
        Holds.length(held);
        long asks = gpus.orElse(gpuShare.isPresent() ? 1L : 0L);
        var each =
                new Resources(
                        new CpuCount(cpus.orElse(1L)),
                        memory.orElse(MEMORY_DEFAULT),
                        new GpuCount(asks));
        return new JobSpec(
                tenant,
                name,
                each,
                new Payload(asked, held),
                retries.orElse(0),
                priority.orElse(0),
                Optional.empty(),
                Optional.of(terms()));
    }

    private Terms terms() {
        int all = parts.orElse(1);
        boolean endless = service.orElse(false);
        return new Terms(
                all,
                leastParts.orElse(all),
                gpuShare.map(JobBody::milli),
                models.orElse(List.of()),
                together.map(Near::together),
                endless ? runtime : runtime.or(() -> hold.filter(time -> time.toMillis() > 0)),
                checkpoint,
                deadline,
                preemptible.orElse(false),
                endless);
    }

    private static int milli(double share) {
        if (!(share > 0 && share <= 1)) {
            throw Refusal.invalid(
                    "The share of a GPU (%s) must be above 0 and at most 1.".formatted(share));
        }
        return (int) Math.max(1, Math.round(share * MILLI));
    }
}
