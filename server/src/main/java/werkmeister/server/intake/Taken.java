package werkmeister.server.intake;

import java.util.List;

/**
 * What became of a batch of live samples.
 *
 * @param accepted rows that are durable now
 * @param late of these, not later than what was taken before: kept, but not scored
 * @param scored rows that the live version has judged
 * @param findings ids of findings that opened or grew, of the live version
 */
public record Taken(long accepted, long late, long scored, List<String> findings) {
    public Taken {
        findings = List.copyOf(findings);
    }
}
