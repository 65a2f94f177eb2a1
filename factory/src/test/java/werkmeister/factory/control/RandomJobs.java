package werkmeister.factory.control;

import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Payload;
import werkmeister.factory.job.Resources;
import werkmeister.factory.job.Terms;
import werkmeister.factory.job.Together;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Jobs of all shapes. */
final class RandomJobs {
    private RandomJobs() {}

    static JobSpec next(Random random, List<String> tenants) {
        int gpus = random.nextInt(9);
        int parts = gpus > 0 && random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
        boolean shared = gpus == 1 && parts == 1 && random.nextBoolean();
        return new JobSpec(
                new TenantId(tenants.get(random.nextInt(tenants.size()))),
                "job",
                new Resources(
                        new CpuCount(1 + random.nextInt(8)),
                        new Memory(1L << 30),
                        new GpuCount(gpus)),
                new Payload("hold", "PT1H"),
                random.nextInt(3),
                random.nextInt(3),
                Optional.empty(),
                Optional.of(terms(random, parts, shared)));
    }

    private static Terms terms(Random random, int parts, boolean shared) {
        return new Terms(
                parts,
                1 + random.nextInt(parts),
                shared ? Optional.of(100 + random.nextInt(900)) : Optional.empty(),
                List.of(),
                parts > 1 && random.nextBoolean()
                        ? Optional.of(together(random, parts))
                        : Optional.empty(),
                random.nextInt(4) == 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofMinutes(1 + random.nextInt(300))),
                random.nextBoolean() ? Optional.of(Duration.ofMinutes(10)) : Optional.empty(),
                random.nextInt(3) > 0
                        ? Optional.empty()
                        : Optional.of(Hall.START.plus(Duration.ofMinutes(random.nextInt(900)))),
                random.nextInt(3) > 0,
                false);
    }

    private static Together together(Random random, int parts) {
        return new Together(
                Together.Level.values()[random.nextInt(3)],
                random.nextBoolean(),
                parts % 2 == 0 && random.nextBoolean() ? 2 : 0);
    }
}
