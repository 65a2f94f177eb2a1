package werkmeister.bench.journal;

import werkmeister.server.journal.Journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An event as large as most are: a job's start, in the journal's own words. */
final class SampleEvent {
    static final Instant AT = Instant.parse("2026-11-25T06:00:00Z");
    static final String TENANT = "demo";
    static final String ACTOR = "scheduler";
    static final String TYPE = "factory.RunStarted";

    private SampleEvent() {}

    static String payload(long number) {
        return """
        {"tenant":"demo","run":{"job":"job-%d","attempt":1,"node":"node-1",\
        "token":"werkmeister-job-%d-1-k3j9x0q2w8e7","started":"2026-11-25T06:00:00.123456Z"}}\
        """
                .formatted(number, number);
    }

    static List<Journal.Draft> drafts(long first, int count) {
        var drafts = new ArrayList<Journal.Draft>(count);
        for (int i = 0; i < count; i++) {
            drafts.add(new Journal.Draft(AT, TENANT, ACTOR, TYPE, payload(first + i)));
        }
        return drafts;
    }
}
