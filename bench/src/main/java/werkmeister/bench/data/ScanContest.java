package werkmeister.bench.data;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Contest;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Readings a second of a scan of all signals over a span: from our store, by the peer in SQL, and
 * (the floor) over doubles that are in memory already.
 *
 * @param crossed covariances of all pairs, too; else means only
 */
record ScanContest(
        Bench bench, Decade decade, TimeSpan span, boolean crossed, List<SampleTable> memory)
        implements Contest {
    ScanContest {
        memory = List.copyOf(memory);
    }

    static ScanContest of(Bench bench, Decade decade, Duration length, boolean crossed) {
        Instant from = decade.files().getFirst().first();
        var span = new TimeSpan(from, from.plus(length));
        var memory = new ArrayList<SampleTable>();
        decade.store().scan(decade.files(), Decade.signals(), span, memory::add);
        return new ScanContest(bench, decade, span, crossed, memory);
    }

    @Override
    public Lap lap() throws Exception {
        var bare = bench.pace().timed(this::bare);
        var ours = bench.pace().timed(this::ours);
        if (Math.abs(bare.made() - ours.made()) > 1e-9 * Math.abs(bare.made())) {
            throw new IllegalStateException("The scan saw other readings.");
        }
        String sql = sql();
        double peer =
                bench.pace()
                        .timed(() -> {
                            decade.peer().run(sql);
                            return sql;
                        })
                        .seconds();
        double readings =
                (double) DecadeFile.SIGNALS * memory.stream().mapToLong(SampleTable::rows).sum();
        return Lap.of(readings / ours.seconds(), readings / bare.seconds()).beside(readings / peer);
    }

    private double bare() {
        var moments = new Moments(DecadeFile.SIGNALS, crossed);
        memory.forEach(table -> moments.add(table.columns()));
        return moments.outcome();
    }

    private double ours() {
        var moments = new Moments(DecadeFile.SIGNALS, crossed);
        decade.store()
                .scan(
                        decade.files(),
                        Decade.signals(),
                        span,
                        table -> moments.add(table.columns()));
        return moments.outcome();
    }

    private String sql() {
        var wanted = new StringJoiner(", ");
        List<String> signals = Decade.signals();
        for (int a = 0; a < signals.size(); a++) {
            wanted.add("avg(%s)".formatted(signals.get(a)));
            for (int b = 0; b <= a && crossed; b++) {
                wanted.add("covar_pop(%s, %s)".formatted(signals.get(a), signals.get(b)));
            }
        }
        return "SELECT %s FROM read_parquet('%s') WHERE time < TIMESTAMP '%s'"
                .formatted(
                        wanted,
                        decade.parquet(),
                        span.to().toString().replace('T', ' ').replace("Z", ""));
    }
}
