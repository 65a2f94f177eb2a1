package werkmeister.serving.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.predict.LaterTrial;
import werkmeister.learning.predict.Leaderboard;
import werkmeister.plant.machine.MachineId;
import werkmeister.serving.control.Served.Standing;
import werkmeister.serving.feedback.AnswerComparison;
import werkmeister.serving.finding.AnswerVerdict;
import werkmeister.serving.finding.Finding;
import werkmeister.serving.finding.FindingDraft;
import werkmeister.serving.finding.Verdict;
import werkmeister.serving.release.Appraisal;
import werkmeister.serving.release.GateReport;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class ServingTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final TenantId DEMO = new TenantId("demo");
    private static final TenantId OTHER = new TenantId("other");
    private static final MachineId PRESS = new MachineId("press-1");
    private static final String V1 = "press-1/v1";
    private static final String V2 = "press-1/v2";

    private final Serving serving = new Serving();

    @Test
    void aVersionGoesLiveOnlyThroughTheGate() {
        assertRefused(release(V1, false), "Version (press-1/v1) has not been through the gate");
        tell(gate(V1, GateReport.Decision.REFUSE, 2));
        assertRefused(
                release(V1, false),
                "The gate refused version (press-1/v1): no good. Force the release");

        tell(release(V1, true));

        var served = serving.served(DEMO, PRESS);
        assertThat(served.live().orElseThrow().threshold()).isEqualTo(2);
        assertThat(served.generation()).isEqualTo(1);
        assertThat(serving.standing(DEMO, PRESS, V1)).isEqualTo(Standing.LIVE);
        assertThat(serving.served(OTHER, PRESS).live()).isEmpty();
        assertRefused(release(V1, true), "already live with the threshold");
        tell(gate(V1, GateReport.Decision.PASS, 3));
        tell(release(V1, false));
        assertThat(serving.served(DEMO, PRESS).live().orElseThrow().threshold()).isEqualTo(3);
    }

    @Test
    void aStaleGenerationAndAForeignVersionAreRefused() {
        tell(gate(V1, GateReport.Decision.PASS, 2));
        tell(release(V1, false));
        tell(gate(V2, GateReport.Decision.WARN, 2));

        assertRefused(
                new ServingCommand.Release(DEMO, PRESS, V2, "", false, Optional.of(0L)),
                "Machine (press-1) has moved on from generation (0) to (1): look again.");
        assertRefused(
                new ServingCommand.Release(DEMO, PRESS, "press-2/v1", "", false, Optional.empty()),
                "Version (press-2/v1) is not one of machine (press-1).");
        tell(new ServingCommand.Release(DEMO, PRESS, V2, "", false, Optional.of(1L)));
        assertThat(serving.standing(DEMO, PRESS, V1)).isEqualTo(Standing.RETIRED);
    }

    @Test
    void aVersionAnswersItsTopicUntilAnotherDoesAndWatchingGoesOn() {
        live(V1);
        tell(appraisal("press-1/v3", "life", GateReport.Decision.REFUSE));
        assertRefused(
                release("press-1/v3", false),
                "The gate refused version (press-1/v3): no good. Force the release");
        tell(release("press-1/v3", true));
        assertRefused(release("press-1/v3", true), "Version (press-1/v3) already answers (life).");
        tell(appraisal("press-1/v4", "forecast oil", GateReport.Decision.PASS));
        tell(release("press-1/v4", false));
        tell(appraisal("press-1/v5", "life", GateReport.Decision.WARN));
        tell(release("press-1/v5", false));

        var served = serving.served(DEMO, PRESS);
        assertThat(served.live().orElseThrow().version()).isEqualTo(V1);
        assertThat(served.answering())
                .extracting(Served.Answering::topic, Served.Answering::version)
                .containsExactly(tuple("life", "press-1/v5"), tuple("forecast oil", "press-1/v4"));
        assertThat(served.standing("press-1/v3")).isEqualTo(Standing.RETIRED);
        assertThat(served.standing("press-1/v5")).isEqualTo(Standing.LIVE);
        assertThat(served.generation()).isEqualTo(4);
        assertThat(serving.served(OTHER, PRESS).answering()).isEmpty();
        assertThat(Serving.of(serving.state()).state()).isEqualTo(serving.state());

        tell(new ServingCommand.ForgetMachine(DEMO, PRESS));
        assertThat(serving.appraisal(DEMO, "press-1/v4")).isEmpty();
        assertThat(serving.served(DEMO, PRESS).answering()).isEmpty();
    }

    @Test
    void anAnswerIsJudgedOnceAndAgainOnlyExplicitly() {
        tell(judge(DEMO, AnswerVerdict.Kind.WRONG, 5, false));

        assertThat(decide(judge(DEMO, AnswerVerdict.Kind.WRONG, 5, false))).isEmpty();
        assertRefused(
                judge(DEMO, AnswerVerdict.Kind.RIGHT, 9, false),
                "was already judged WRONG by (key:a): replace the verdict explicitly.");
        assertRefused(
                judge(DEMO, AnswerVerdict.Kind.WRONG, 11, true),
                "The failure (2025-12-31T13:00:00Z) lies before the answer (2025-12-31T14:00:00Z)");
        assertRefused(
                judge(DEMO, AnswerVerdict.Kind.WRONG, -1, true),
                "The failure (2026-01-01T01:00:00Z) lies in the future");
        tell(judge(DEMO, AnswerVerdict.Kind.RIGHT, 9, true));
        assertThat(serving.answerVerdicts(DEMO, PRESS))
                .extracting(AnswerVerdict::kind, AnswerVerdict::at)
                .containsExactly(tuple(AnswerVerdict.Kind.RIGHT, NOW));
        assertThat(serving.answerVerdicts(OTHER, PRESS)).isEmpty();
        assertThat(serving.book(OTHER).answerVerdicts()).isEmpty();
        assertThat(serving.book(DEMO).answerVerdicts()).hasSize(1);
        assertThat(Serving.of(serving.state()).state()).isEqualTo(serving.state());

        tell(new ServingCommand.ForgetMachine(DEMO, PRESS));
        assertThat(serving.answerVerdicts(DEMO, PRESS)).isEmpty();
    }

    /** Of the remaining life as of ten hours ago. */
    private static ServingCommand judge(
            TenantId tenant, AnswerVerdict.Kind kind, int failedHoursAgo, boolean replace) {
        Instant asOf = NOW.minus(Duration.ofHours(10));
        return new ServingCommand.JudgeAnswer(
                tenant,
                new AnswerVerdict(
                        tenant,
                        PRESS,
                        "life",
                        "press-1/v3",
                        asOf,
                        asOf,
                        kind,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(NOW.minus(Duration.ofHours(failedHoursAgo))),
                        "key:a",
                        Instant.EPOCH,
                        ""),
                replace);
    }

    @Test
    void aVersionThatAnswersRunsInTheShadowAndIsPromotedForAReason() {
        tell(appraisal("press-1/v3", "life", GateReport.Decision.PASS));
        tell(appraisal("press-1/v4", "life", GateReport.Decision.REFUSE));
        tell(appraisal("press-1/v5", "life", GateReport.Decision.PASS));
        assertRefused(shadow("press-1/v4"), "No version answers (life) about machine (press-1)");
        tell(release("press-1/v3", false));
        assertRefused(shadow("press-1/v3"), "answers (life): it cannot be its own shadow");
        assertRefused(promoted("press-1/v4", 20, ""), "is not in the shadow of one that answers");

        tell(shadow("press-1/v4"));

        assertThat(serving.standing(DEMO, PRESS, "press-1/v4")).isEqualTo(Standing.SHADOW);
        assertThat(serving.standing(DEMO, PRESS, "press-1/v3")).isEqualTo(Standing.LIVE);
        assertThat(serving.served(DEMO, PRESS).shadow()).isEmpty();
        assertThat(decide(shadow("press-1/v4"))).isEmpty();
        assertThat(Serving.of(serving.state()).state()).isEqualTo(serving.state());
        // A topic has one shadow.
        tell(shadow("press-1/v5"));
        assertThat(serving.standing(DEMO, PRESS, "press-1/v4")).isEqualTo(Standing.CANDIDATE);
        tell(shadow("press-1/v4"));
        assertRefused(promoted("press-1/v4", 39, ""), "is no better so far");
        tell(promoted("press-1/v4", 20, ""));
        var served = serving.served(DEMO, PRESS);
        assertThat(served.answering("life").orElseThrow().reason())
                .startsWith("press-1/v4 is better: RMSE (h) 20.0 instead of 40.0 on 100 answers");
        assertThat(served.shadowing()).isEmpty();
        assertThat(served.standing("press-1/v3")).isEqualTo(Standing.RETIRED);
        tell(shadow("press-1/v3"));
        tell(promoted("press-1/v3", 39, "the old one was right"));
        assertThat(serving.standing(DEMO, PRESS, "press-1/v3")).isEqualTo(Standing.LIVE);
    }

    private static ServingCommand promoted(String version, double rmse, String reason) {
        var outcome = new LaterTrial.Outcome(Leaderboard.Metric.RMSE_HOURS, 100, 40, rmse, 80, 20);
        var comparison =
                AnswerComparison.of(
                        new AnswerComparison.Pair("life", "press-1/v3", version),
                        new TimeSpan(hours(0), hours(9)),
                        outcome);
        return new ServingCommand.PromotePredictor(
                DEMO, PRESS, version, Optional.of(comparison), reason);
    }

    @Test
    void aShadowRunsBesideTheLiveVersionAndIsPromotedForAReason() {
        tell(gate(V2, GateReport.Decision.PASS, 4));
        assertRefused(shadow(V2), "Machine (press-1) has no live version to run a shadow of");
        live(V1);
        assertRefused(shadow(V1), "Version (press-1/v1) is live: it cannot be its own shadow.");
        tell(shadow(V2));
        assertThat(decide(shadow(V2))).isEmpty();
        assertThat(serving.standing(DEMO, PRESS, V2)).isEqualTo(Standing.SHADOW);

        tell(raise(V1, 10, 20, 3));
        tell(verdict("finding-1", Verdict.Kind.FALSE_ALARM, false));
        var comparison = serving.comparison(DEMO, PRESS, hours(200), List.of());
        assertThat(comparison.better()).isTrue();
        tell(
                new ServingCommand.Promote(
                        DEMO, PRESS, V2, Optional.of(comparison), "", Optional.empty()));

        var served = serving.served(DEMO, PRESS);
        assertThat(served.live().orElseThrow().version()).isEqualTo(V2);
        assertThat(served.live().orElseThrow().reason()).isEqualTo(comparison.reason().en());
        assertThat(served.shadow()).isEmpty();
        assertThat(served.generation()).isEqualTo(3);
        assertThat(served.retired()).containsExactly(V1);
    }

    @Test
    void aShadowThatIsNoBetterIsPromotedOnlyForAReasonOfOnesOwn() {
        live(V1);
        tell(gate(V2, GateReport.Decision.PASS, 4));
        tell(shadow(V2));
        var comparison = Optional.of(serving.comparison(DEMO, PRESS, hours(200), List.of()));

        assertRefused(
                new ServingCommand.Promote(DEMO, PRESS, V2, comparison, "", Optional.empty()),
                "Version (press-1/v2) is not better than the live one: press-1/v2 is no better so"
                        + " far:");
        tell(new ServingCommand.Promote(DEMO, PRESS, V2, comparison, "new pump", Optional.empty()));
        assertThat(serving.served(DEMO, PRESS).live().orElseThrow().reason()).isEqualTo("new pump");
    }

    @Test
    void aFindingIsRaisedOnceHoweverOftenItIsReported() {
        live(V1);
        tell(raise(V1, 10, 12, 3));
        assertThat(decide(raise(V1, 10, 12, 3))).isEmpty();

        tell(new ServingCommand.ExtendFinding(DEMO, draft(V1, 10, 20, 5)));
        tell(new ServingCommand.CloseFinding(DEMO, draft(V1, 10, 21, 5)));
        assertThat(decide(new ServingCommand.CloseFinding(DEMO, draft(V1, 10, 21, 5)))).isEmpty();
        tell(raise(V1, 40, 41, 2));

        assertThat(serving.findings(DEMO, PRESS)).hasSize(2);
        var finding = serving.finding(DEMO, "finding-1").orElseThrow();
        assertThat(finding.to()).isEqualTo(hours(21));
        assertThat(finding.peak()).isEqualTo(5);
        assertThat(serving.isRunning(DEMO, "finding-1")).isFalse();
        assertThat(serving.isRunning(DEMO, "finding-2")).isTrue();
        assertThat(serving.findingsOpen(DEMO, PRESS)).isEqualTo(2);
    }

    @Test
    void findingsOfAShadowAreSeenByNobody() {
        live(V1);
        tell(gate(V2, GateReport.Decision.PASS, 4));
        tell(shadow(V2));
        tell(raise(V2, 10, 12, 3));
        tell(new ServingCommand.CloseFinding(DEMO, draft(V2, 10, 14, 3)));

        assertThat(serving.findings(DEMO, PRESS)).isEmpty();
        assertThat(serving.shadowFindings(DEMO, PRESS)).hasSize(1);
        assertThat(serving.finding(DEMO, "shadow-1")).isEmpty();
        assertRefused(
                raise("press-1/v9", 10, 12, 3), "Version (press-1/v9) is neither live nor shadow");
    }

    @Test
    void aVerdictIsChangedOnlyExplicitly() {
        live(V1);
        tell(raise(V1, 10, 12, 3));
        tell(verdict("finding-1", Verdict.Kind.CONFIRMED, false));

        assertThat(decide(verdict("finding-1", Verdict.Kind.CONFIRMED, false))).isEmpty();
        assertRefused(
                verdict("finding-1", Verdict.Kind.KNOWN, false),
                "Finding (finding-1) was already judged CONFIRMED by (me)");
        tell(verdict("finding-1", Verdict.Kind.KNOWN, true));
        tell(new ServingCommand.ExtendFinding(DEMO, draft(V1, 10, 30, 9)));

        assertThat(serving.finding(DEMO, "finding-1").orElseThrow().verdict().orElseThrow().kind())
                .isEqualTo(Verdict.Kind.KNOWN);
        assertThat(serving.findingsOpen(DEMO, PRESS)).isZero();
        assertRefused(
                verdict("finding-9", Verdict.Kind.KNOWN, true), "There is no finding (finding-9).");
        assertRefused(
                new ServingCommand.GiveVerdict(
                        OTHER, "finding-1", Verdict.Kind.KNOWN, "me", "", true),
                "There is no finding (finding-1).");
    }

    @Test
    void aThresholdIsChangedForWhatRuns() {
        live(V1);

        tell(new ServingCommand.ChangeThreshold(DEMO, PRESS, V1, 7, "too many"));

        assertThat(serving.served(DEMO, PRESS).live().orElseThrow().threshold()).isEqualTo(7);
        assertRefused(
                new ServingCommand.ChangeThreshold(DEMO, PRESS, V1, Double.NaN, ""),
                "The threshold (NaN) must be");
        assertRefused(
                new ServingCommand.ChangeThreshold(DEMO, PRESS, V2, 3, ""),
                "neither live nor shadow");
    }

    @Test
    void findingsComeInPages() {
        live(V1);
        for (int i = 0; i < 12; i++) {
            tell(raise(V1, 10 * i, 10 * i + 1, 3));
        }
        tell(verdict("finding-2", Verdict.Kind.CONFIRMED, false));
        var open = new Serving.Wanted(Optional.of(PRESS), Optional.of(true));

        assertThat(ids(serving.findings(DEMO, open, Optional.empty(), 3)))
                .containsExactly("finding-1", "finding-3", "finding-4");
        assertThat(ids(serving.findings(DEMO, open, Optional.of("finding-9"), 5)))
                .containsExactly("finding-10", "finding-11", "finding-12");
        assertThat(serving.findings(OTHER, Serving.Wanted.ALL, Optional.empty(), 5)).isEmpty();
        assertThatThrownBy(() -> serving.findings(DEMO, open, Optional.of("job-1"), 5))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("The cursor (job-1)");
    }

    /**
     * Whatever is asked in whatever order: decided events apply, and the book follows from them
     * alone.
     */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void replayAndSnapshotGiveTheSameBook(long seed) {
        var random = new Random(seed);
        var events = new ArrayList<ServingEvent>();
        var restored = new Serving();
        for (int i = 0; i < 400; i++) {
            try {
                var decided = serving.decide(anything(random), NOW.plusSeconds(i));
                decided.forEach(serving::apply);
                events.addAll(decided);
            } catch (Refusal refusal) {
                assertThat(refusal.getMessage()).endsWith(".").doesNotContain("null");
            }
            assertSane();
            if (i == 200) {
                restored = Serving.of(serving.state());
                events.clear();
            }
        }
        events.forEach(restored::apply);

        assertThat(events).isNotEmpty();
        assertThat(restored.state()).isEqualTo(serving.state());
    }

    private void assertSane() {
        for (var served : serving.served()) {
            var versions = new ArrayList<String>(served.retired());
            served.live().ifPresent(running -> versions.add(running.version()));
            served.shadow()
                    .ifPresent(running ->
                            assertThat(served.live().map(Served.Running::version))
                                    .isPresent()
                                    .isNotEqualTo(Optional.of(running.version())));
            assertThat(versions).doesNotHaveDuplicates();
            var findings = serving.findings(served.tenant(), served.machine());
            for (int i = 1; i < findings.size(); i++) {
                assertThat(findings.get(i).from()).isAfter(findings.get(i - 1).from());
            }
        }
    }

    private static ServingCommand anything(Random random) {
        var tenant = random.nextInt(4) == 0 ? OTHER : DEMO;
        var version = "press-1/v" + (1 + random.nextInt(4));
        int from = random.nextInt(500);
        var draft = draft(version, from, from + random.nextInt(30), 1 + random.nextInt(9));
        var generation =
                random.nextInt(8) == 0
                        ? Optional.of((long) random.nextInt(5))
                        : Optional.<Long>empty();
        return switch (random.nextInt(11)) {
            case 0, 1 ->
                    new ServingCommand.RecordGate(
                            tenant,
                            PRESS,
                            report(
                                    version,
                                    GateReport.Decision.values()[random.nextInt(3)],
                                    1 + random.nextInt(3)));
            case 2 ->
                    new ServingCommand.Release(
                            tenant, PRESS, version, "r", random.nextBoolean(), generation);
            case 3 -> new ServingCommand.StartShadow(tenant, PRESS, version, NOW);
            case 4 -> new ServingCommand.StopShadow(tenant, PRESS, "s");
            case 5 ->
                    new ServingCommand.Promote(
                            tenant,
                            PRESS,
                            version,
                            Optional.empty(),
                            random.nextBoolean() ? "p" : "",
                            generation);
            case 6, 7 -> new ServingCommand.RaiseFinding(tenant, draft);
            case 8 -> new ServingCommand.CloseFinding(tenant, draft);
            case 9 ->
                    new ServingCommand.ChangeThreshold(
                            tenant, PRESS, version, random.nextInt(4), "t");
            default ->
                    new ServingCommand.GiveVerdict(
                            tenant,
                            "finding-" + (1 + random.nextInt(9)),
                            Verdict.Kind.values()[random.nextInt(3)],
                            "me",
                            "",
                            random.nextBoolean());
        };
    }

    private void live(String version) {
        tell(gate(version, GateReport.Decision.PASS, 2));
        tell(release(version, false));
    }

    private void tell(ServingCommand command) {
        var events = decide(command);
        assertThat(events).isNotEmpty();
        events.forEach(serving::apply);
    }

    private List<ServingEvent> decide(ServingCommand command) {
        return serving.decide(command, NOW);
    }

    private void assertRefused(ServingCommand command, String words) {
        var before = serving.state();
        assertThatThrownBy(() -> decide(command))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(words);
        assertThat(serving.state()).isEqualTo(before);
    }

    private static ServingCommand gate(
            String version, GateReport.Decision decision, double threshold) {
        return new ServingCommand.RecordGate(DEMO, PRESS, report(version, decision, threshold));
    }

    private static GateReport report(
            String version, GateReport.Decision decision, double threshold) {
        return new GateReport(
                version,
                new TimeSpan(NOW, NOW),
                new AlertBudget(1),
                threshold,
                List.of(),
                List.of(),
                decision,
                new GateReport.Words("nichts wert.", "no good."));
    }

    private static ServingCommand release(String version, boolean force) {
        return new ServingCommand.Release(DEMO, PRESS, version, "first", force, Optional.empty());
    }

    private static ServingCommand appraisal(
            String version, String topic, GateReport.Decision verdict) {
        var board =
                new Leaderboard(
                        Leaderboard.Metric.RMSE_HOURS,
                        true,
                        10,
                        1,
                        List.of(new Leaderboard.Entry("mean", 2)),
                        Optional.empty());
        return new ServingCommand.RecordAppraisal(
                DEMO,
                PRESS,
                new Appraisal(
                        version,
                        topic,
                        board,
                        verdict,
                        new GateReport.Words("schlecht", "no good.")));
    }

    private static ServingCommand shadow(String version) {
        return new ServingCommand.StartShadow(DEMO, PRESS, version, NOW);
    }

    private static ServingCommand raise(String version, int from, int to, double peak) {
        return new ServingCommand.RaiseFinding(DEMO, draft(version, from, to, peak));
    }

    private static ServingCommand verdict(String finding, Verdict.Kind kind, boolean replace) {
        return new ServingCommand.GiveVerdict(DEMO, finding, kind, "me", "", replace);
    }

    private static FindingDraft draft(String version, int from, int to, double peak) {
        return new FindingDraft(
                PRESS,
                version,
                hours(from),
                hours(to),
                peak,
                hours(from),
                2,
                List.of(),
                new Finding.Sentence("", ""));
    }

    private static List<String> ids(List<Finding> findings) {
        return findings.stream().map(Finding::id).toList();
    }

    private static Instant hours(int hours) {
        return NOW.plus(Duration.ofHours(hours));
    }
}
