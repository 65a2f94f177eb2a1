package werkmeister.serving.control;

import werkmeister.serving.finding.Finding;

/** A finding and whether it still runs: it has not yet gone quiet. */
public record TrackedFinding(Finding finding, boolean running) {}
