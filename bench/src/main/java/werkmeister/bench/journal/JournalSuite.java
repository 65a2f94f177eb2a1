package werkmeister.bench.journal;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Benchmark;
import werkmeister.bench.harness.Contest;
import werkmeister.bench.harness.Goal;
import werkmeister.bench.harness.Repeats;
import werkmeister.bench.harness.Shared;
import werkmeister.bench.harness.Suite;
import werkmeister.server.journal.Journals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Appending in groups, commands from many callers, and opening what has become long. */
public final class JournalSuite implements Suite {
    private static final List<Integer> GROUPS = List.of(1, 32, 256);
    private static final String EVENTS_PER_SECOND = "events/s";

    /** What the hash chain, the index by tenant and the checks of a draft may cost. */
    private static final Goal HALF_THE_FLOOR = new Goal.RatioAtLeast(0.5);

    /** "A journal of a million events opens in seconds." */
    private static final Goal SECONDS = new Goal.ValueAtMost(10);

    private final Shared<PostgresServer> postgres = new Shared<>(_ -> PostgresServer.start());
    private final Shared<LongJournal> longJournal = new Shared<>(LongJournal::write);

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public List<Benchmark> benchmarks() {
        var all = new ArrayList<Benchmark>();
        for (int group : GROUPS) {
            all.add(
                    rate(
                            "journal.append.sqlite." + group,
                            Optional.of(HALF_THE_FLOOR),
                            bench -> appendToSqlite(bench, group)));
        }
        for (int group : GROUPS) {
            all.add(
                    rate(
                            "journal.append.postgresql." + group,
                            Optional.of(HALF_THE_FLOOR),
                            bench -> appendToPostgres(bench, group)));
        }
        for (int callers : GROUPS) {
            all.add(
                    rate(
                            "journal.commands.sqlite." + callers,
                            Optional.empty(),
                            bench -> CommandContest.open(bench, folder(bench), callers)));
        }
        all.add(opening("journal.open.snapshot", OpenContest::fromSnapshot));
        all.add(opening("journal.open.replay", OpenContest::byReplay));
        all.add(
                new Benchmark(
                        "journal.verify",
                        EVENTS_PER_SECOND,
                        Repeats.FEW,
                        Optional.empty(),
                        bench -> new VerifyContest(bench, longJournal.in(bench))));
        return all;
    }

    private static Benchmark rate(String name, Optional<Goal> goal, Benchmark.Opening opening) {
        return new Benchmark(name, EVENTS_PER_SECOND, Repeats.MANY, goal, opening);
    }

    private interface Start {
        Contest of(Bench bench, LongJournal journal);
    }

    private Benchmark opening(String name, Start start) {
        return new Benchmark(
                name,
                "s",
                Repeats.FEW,
                Optional.of(SECONDS),
                bench -> start.of(bench, longJournal.in(bench)));
    }

    private static Contest appendToSqlite(Bench bench, int group) throws Exception {
        var folder = folder(bench);
        var journal = Journals.open(folder, Optional.empty(), bench.shell().clock());
        return new AppendContest(bench.pace(), journal, BareInserts.intoSqlite(folder), group);
    }

    private Contest appendToPostgres(Bench bench, int group) throws Exception {
        var server = postgres.in(bench);
        var journal =
                Journals.open(
                        folder(bench),
                        Optional.of(server.url(server.database())),
                        bench.shell().clock());
        var bare = BareInserts.intoPostgres(server.jdbcUrl(server.database()));
        return new AppendContest(bench.pace(), journal, bare, group);
    }

    private static Path folder(Bench bench) throws IOException {
        return Files.createTempDirectory(bench.folder(), "journal");
    }

    @Override
    public void close() throws Exception {
        try (postgres) {
            longJournal.close();
        }
    }
}
