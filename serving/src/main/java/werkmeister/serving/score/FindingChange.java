package werkmeister.serving.score;

import werkmeister.serving.finding.FindingDraft;

/** What a sample does to a finding; the draft is the finding as it is then. */
public sealed interface FindingChange {
    FindingDraft draft();

    record Opened(FindingDraft draft) implements FindingChange {}

    /** It became clearly longer or higher. Not every sample says so. */
    record Extended(FindingDraft draft) implements FindingChange {}

    /** It has been quiet for long enough. */
    record Closed(FindingDraft draft) implements FindingChange {}
}
