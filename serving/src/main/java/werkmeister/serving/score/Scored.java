package werkmeister.serving.score;

import java.util.Optional;

/**
 * What live scoring says of one sample.
 *
 * @param time microseconds since the epoch
 * @param score NaN where the version does not judge
 * @param alarm whether the sample belongs to a finding
 * @param change what happened to a finding with this sample
 */
public record Scored(long time, double score, boolean alarm, Optional<FindingChange> change) {}
