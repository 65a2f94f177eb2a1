package werkmeister.learning.order;

import werkmeister.units.Refusal;

/** How many findings people are willing to look at, per machine and week of seven days. */
public record AlertBudget(double findingsPerWeek) {
    public AlertBudget {
        if (!(findingsPerWeek > 0 && findingsPerWeek <= 10_000)) {
            throw Refusal.invalid(
                    "The alert budget (%s findings a week) must be above 0 and at most 10000."
                            .formatted(findingsPerWeek));
        }
    }
}
