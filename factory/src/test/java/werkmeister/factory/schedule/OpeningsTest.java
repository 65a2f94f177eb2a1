package werkmeister.factory.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.control.Hall;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.JobState;
import werkmeister.factory.job.Payload;
import werkmeister.factory.job.Resources;
import werkmeister.factory.job.Seat;
import werkmeister.factory.job.Terms;
import werkmeister.factory.placement.ExpectedFill;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

class OpeningsTest {
    private static final Instant BEGIN = Instant.parse("2026-01-05T00:00:00Z");

    private final Cluster cluster = new Cluster(Hall.site(1, 2, 3));
    private final Runs runs = new Runs();
    private final List<Job> running = new ArrayList<>();
    private int number;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsRememberedIsWhatALookAtEveryNodeFinds(long seed) {
        var random = new Random(seed);
        var remembering = new Openings(cluster, runs);
        Instant now = BEGIN;
        for (int step = 0; step < 300; step++) {
            now = now.plusSeconds(random.nextInt(600));
            if (random.nextInt(3) > 0 || running.isEmpty()) {
                start(random, now);
            } else {
                end(running.remove(random.nextInt(running.size())));
            }
            var shape = cluster.ask(spec(1 << random.nextInt(4), 1, Duration.ofHours(1))).shape();
            var known = remembering.of(shape, now);
            var fresh = new Openings(cluster, runs).of(shape, now);

            assertThat(known.times()).containsExactlyElementsOf(fresh.times());
            assertThat(known.times()).allMatch(now::isBefore);
            var times = new ArrayList<>(fresh.times());
            times.add(now);
            for (Instant time : times) {
                assertThat(copies(known, time)).isEqualTo(copies(fresh, time));
            }
        }
    }

    private List<Integer> copies(Openings.Room room, Instant time) {
        return IntStream.range(0, cluster.nodes().size()).map(room.at(time)).boxed().toList();
    }

    /** Some are expected to end long before they do. */
    private void start(Random random, Instant now) {
        JobSpec spec =
                spec(
                        1 + random.nextInt(4),
                        1 + random.nextInt(2),
                        Duration.ofMinutes(1 + random.nextInt(300)));
        Ask ask = cluster.ask(spec);
        var queued = new Job("job-" + ++number, spec, now, 1, new JobState.Starting(seat(now)));
        var purpose = Expectation.purpose(queued, ask, now);
        cluster.find(ask, purpose, new ExpectedFill(List.of(), 1))
                .ifPresent(berths -> {
                    var seat =
                            new Seat(berths.getFirst().node(), "token", now, Optional.of(berths));
                    Job job = queued.with(new JobState.Running(seat, now));
                    runs.put(job);
                    cluster.take(ask, berths);
                    running.add(job);
                });
    }

    private static Seat seat(Instant now) {
        return new Seat("nowhere", "token", now);
    }

    private void end(Job job) {
        runs.remove(job);
        cluster.give(cluster.ask(job.spec()), job.seat().orElseThrow().places());
    }

    private static JobSpec spec(int gpus, int parts, Duration runtime) {
        var terms =
                new Terms(
                        parts,
                        parts,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(runtime),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        false);
        return new JobSpec(
                new TenantId("foundry"),
                "job",
                new Resources(new CpuCount(1), new Memory(1L << 20), new GpuCount(gpus)),
                new Payload("hold", "1h"),
                0,
                0,
                Optional.empty(),
                Optional.of(terms));
    }
}
