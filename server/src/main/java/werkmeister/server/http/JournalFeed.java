package werkmeister.server.http;

import werkmeister.server.journal.Journal;
import werkmeister.server.loop.Cloud;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The journal as the streams of events read it: woken by each commit, read from where each listener
 * stands.
 */
final class JournalFeed implements EventStreams.Feed {
    private final Journal journal;
    private final Object news = new Object();

    JournalFeed(Cloud cloud) {
        this.journal = cloud.journal();
        cloud.listen(_ -> tell());
    }

    @Override
    public long newest() {
        return journal.size();
    }

    @Override
    public List<Happened> after(long sequence, int limit, Optional<TenantId> tenant) {
        return journal.read(sequence, limit, tenant.map(TenantId::value)).stream()
                .map(entry ->
                        new Happened(
                                entry.sequence(),
                                entry.at(),
                                entry.type(),
                                SiteRoutes.payload(entry, tenant.isEmpty())))
                .toList();
    }

    @Override
    public void await(long sequence, Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        synchronized (news) {
            for (long left = longest.toNanos();
                    journal.size() <= sequence && left > 0;
                    left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(news, left);
            }
        }
    }

    private void tell() {
        synchronized (news) {
            news.notifyAll();
        }
    }
}
