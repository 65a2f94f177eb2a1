package werkmeister.learning.model;

/**
 * A span of alarmed samples, times in microseconds since the epoch.
 *
 * @param number counts up from 1 within a tracker
 * @param from first sample at or above the threshold
 * @param raised when enough samples were, so that people could know
 * @param to last alarmed sample so far
 * @param peak highest score, reached at {@code peakAt}
 */
public record AlertEvent(int number, long from, long raised, long to, double peak, long peakAt) {
    AlertEvent upTo(long time, double score) {
        boolean higher = score > peak;
        return new AlertEvent(
                number, from, raised, time, higher ? score : peak, higher ? time : peakAt);
    }
}
