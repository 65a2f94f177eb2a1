package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.command.RealServer.Said;
import werkmeister.cli.text.Language;
import werkmeister.plant.machine.MachineId;
import werkmeister.simulator.press.PressFiles;
import werkmeister.simulator.press.PressLine;
import werkmeister.units.TimeSpan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;

/**
 * Every command against the real server, in the order in which a person comes to them. The story is
 * told once, the tests read what was said.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryCommandTest {
    private static final MachineId PRESS = new MachineId("press-1");

    @TempDir static Path folder;
    private PressLine line =
            PressLine.of(
                    1, new PressLine.Settings(LocalDate.of(2024, 1, 1), 1, Duration.ofMinutes(30)));
    private RealServer server;
    private Path history;
    private Path later;
    private Said added;
    private Said understood;
    private Said imported;
    private Said trained;
    private Said gate;
    private Said released;
    private Said imports;
    private Said judged;
    private Said second;
    private Said shadowed;
    private Said asked;
    private Said answering;

    @BeforeAll
    void tellTheStory() throws IOException {
        server = RealServer.start(folder);
        history = folder.resolve("press-1_2024.csv");
        later = folder.resolve("press-1_2025.csv");
        PressFiles.writeGermanCsv(line, PRESS, line.history(), history);
        PressFiles.writeGermanCsv(line, PRESS, line.live(), later);

        added = server.run("machines press-1 --add --name Press~One --zone Europe/Berlin");
        understood = server.run("import %s -m press-1 --dry-run", history);
        imported = server.run(Language.DE, "import %s -m press-1", history);
        trained =
                server.run(
                        "train press-1 --budget 1 --seed 3 --train-until %s", line.heldOutFrom());
        gate = server.run("gate press-1/v1");
        released = server.run("release press-1/v1 --reason first~version --force");
        imports = server.run("import %s --machine press-1 --add --json", later);
        judged = server.run("verdict finding-1 false-alarm --note a~trial");
        second = server.run(Language.DE, "train press-1 --json");
        shadowed = server.run("shadow press-1/v2");
        asked = server.run("train press-1 --intent forecast --target Öltemperatur --horizon 12h");
        answering = server.run("release press-1/v3 --reason asked --force");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void theServerSaysWhereItListensAndIsFoundAgainAfterARestart() throws IOException {
        var other = Files.createDirectory(folder.resolve("other"));
        try (var first = RealServer.start(other)) {
            assertThat(first.greeting()).hasSize(2);
            assertThat(first.greeting().getFirst())
                    .startsWith(
                            "The operator's key, shown this once and kept in the data folder: wm_");
            first.run("machines lathe --add");
        }
        try (var second = RealServer.start(other)) {
            assertThat(second.greeting()).hasSize(1);
            assertThat(second.run("machines").out()).contains("lathe");
        }
    }

    @Test
    void aQuestionIsLearnedReleasedAndAnswered() {
        assertThat(asked.out()).contains("Version press-1/v3 is there.");
        assertThat(answering.out()).isEqualTo("press-1/v3 is live.\n");
        assertThat(server.run("gate press-1/v3").out())
                .contains("MSE (z)")
                .contains("press-1/v3")
                .contains("seasonalNaive");
        assertThat(line(server.run("models"), "press-1/v3")).contains("forecast Öltemperatur");
        Said outlook = server.run(Language.DE, "outlook press-1");
        assertThat(outlook.out())
                .contains("forecast Öltemperatur (press-1/v3)")
                .containsPattern("In 12 h: Öltemperatur [0-9]+,[0-9] °C \\(mit 90 % zwischen ");
        Said json = server.run("outlook press-1 --json");
        assertThat(json.json().at("/outlooks/0/outlook/lines/0/expected")).hasSize(24);
    }

    @Test
    void aMachineIsAddedAndListed() {
        assertThat(added.out()).isEqualTo("Machine press-1 is added.\n");
        Said machines = server.run("machines");
        assertThat(machines.out().lines().findFirst().orElseThrow())
                .startsWith("machine  name       signals  samples  first");
        assertThat(line(machines, "press-1"))
                .contains("Press One")
                .contains(" 10 ")
                .contains("2024-01-01 00:00 CET")
                .contains("press-1/v1")
                .contains("press-1/v2");
        Said one = server.run("machines press-1 --json");
        assertThat(one.json().path("zone").asString()).isEqualTo("Europe/Berlin");
        assertThat(one.json().path("liveVersion").asString()).isEqualTo("press-1/v1");
        assertThat(server.run("machines press-1").out()).contains("name: Press One");
        assertThat(server.run("machines --json").json().path("items"))
                .anySatisfy(
                        item -> assertThat(item.path("machine").asString()).isEqualTo("press-1"));
    }

    @Test
    void aTableSaysWhereTheMachinesStandAndTheTreeIsShown() throws IOException {
        server.run("tenants --add grove --name Grove");
        Path file = folder.resolve("tree.csv");
        Files.writeString(
                file,
                """
                Unternehmen;Werk;Bereich;Linie;Maschine
                Acme;Süd;Presserei;Linie 1;press-1
                ;;;;press-2
                ;Nord;;;Kran 3
                """);
        Said unknown = server.run("assets %s --tenant grove", file);
        assertThat(unknown.err())
                .contains("Row 2 of file (tree.csv): there is no machine (press-1)");
        Said would = server.run("assets %s --add --dry-run --tenant grove", file);
        assertThat(would.out())
                .isEqualTo(
                        """
                        Acme
                        ├─ Nord
                        │  └─ kran-3 (Kran 3)
                        └─ Süd
                           └─ Presserei
                              └─ Linie 1
                                 ├─ press-1
                                 └─ press-2
                        """);
        assertThat(server.run("machines --tenant grove --json").json().path("items")).isEmpty();

        assertThat(server.run("assets %s --add --tenant grove", file).out()).isEqualTo(would.out());

        server.run("machines lathe --add --tenant grove");
        assertThat(server.run("assets --tenant grove").out())
                .isEqualTo(would.out() + "Not placed\n└─ lathe\n");
        assertThat(server.run("machines press-2 --tenant grove --json").json().at("/place/line"))
                .hasToString("\"Linie 1\"");
        int events = server.run("journal tail -n 100 --tenant grove").out().lines().toList().size();
        server.run("assets %s --tenant grove", file);
        assertThat(server.run("journal tail -n 100 --tenant grove").out().lines())
                .as("the same table again changes nothing")
                .hasSize(events);
    }

    @Test
    void aTenantGoesOnlyIfThatIsMeant() throws IOException {
        server.run("tenants --add shed --name Shed");
        Path file = folder.resolve("shed.csv");
        Files.writeString(file, "time,a\n2025-02-13 10:00:00,1\n2025-02-13 10:01:00,2\n");
        server.run("import %s -m saw --add --tenant shed", file);

        assertThat(server.run("tenants --delete shed").err())
                .contains("Tenant shed and everything it has would be gone for ever: say --yes");
        assertThat(server.run("machines --tenant shed").out()).contains("saw");
        assertThat(server.run("tenants --delete shed --yes").out())
                .isEqualTo(
                        "Tenant shed is removed: 1 machines, 1 files with 2 rows are erased; the"
                                + " journal proves it.\n");
        assertThat(server.run("tenants").out()).doesNotContain("shed");
    }

    @Test
    void oldSamplesGoOnlyIfThatIsMeant() throws IOException {
        server.run("tenants --add attic --name Attic");
        Path file = folder.resolve("old.csv");
        Files.writeString(
                file,
                "time,a\n2015-02-13 10:00:00,1\n2999-03-13 10:00:00,2\n2026-01-01 00:00:00,3\n");
        server.run("import %s -m saw --add --tenant attic", file);

        Said asked = server.run("machines saw --keep-days 3000 --tenant attic");
        assertThat(asked.code()).isNotZero();
        assertThat(asked.err())
                .contains("1 files of machine (saw) with 1 rows are older than that");
        assertThat(server.run("machines saw --tenant attic --json").json().path("rows").asInt())
                .isEqualTo(2);

        Said kept = server.run("machines saw --keep-days 3000 --yes --tenant attic");
        assertThat(kept.out())
                .isEqualTo("Samples of saw are kept for 3,000 days; 1 files were older.\n");
        JsonNode saw = server.run("machines saw --tenant attic --json").json();
        assertThat(saw.path("rows").asInt()).isEqualTo(1);
        assertThat(saw.path("keepDays").asInt()).isEqualTo(3000);
        assertThat(server.run("machines saw --keep-for-ever --tenant attic").out())
                .isEqualTo("Samples of saw are kept for ever.\n");
        assertThat(server.run("machines saw --keep-days 0 --tenant attic").err())
                .contains("Samples are kept for 1 to 36525 days or for ever, not for (0).");
    }

    @Test
    void whatIsUnderstoodOfAFileIsSaidInAFewLines() {
        assertThat(understood.code()).isZero();
        assertThat(understood.out())
                .startsWith("press-1_2024.csv: ")
                .contains("nothing was kept.")
                .contains("separator ;  decimal ,  UTF-8  time Zeitstempel (dd.MM.yyyy HH:mm:ss")
                .contains("usual step 30 min")
                .contains("10 signals: ");
        assertThat(understood.out().lines()).hasSizeLessThan(25);
        assertThat(imported.code()).isZero();
        assertThat(imported.out()).contains("Zeilen aufgenommen").contains("10 Signale: ");
    }

    @Test
    void theSameFileAgainIsNothingNew() {
        Said again = server.run("import %s -m press-1", history);
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("already imported").contains("nothing changed");
        JsonNode items = server.run("import %s -m press-1 --json", history).json().path("items");
        assertThat(items.get(0).path("repeated").asBoolean()).isTrue();
    }

    @Test
    void aVersionIsTrainedFollowedAndShown() {
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.out())
                .isEqualTo("Version press-1/v1 is there. See: werkmeister gate press-1/v1\n");
        assertThat(trained.err()).startsWith("Order order-1 is placed, job job-1.\n");
        assertThat(second.json().path("version").asString()).isEqualTo("press-1/v2");
        assertThat(second.json().path("state").asString()).isNotBlank();

        Said models = server.run("models");
        assertThat(line(models, "press-1/v1"))
                .contains("LIVE")
                .contains(" EUR")
                .doesNotContain("NaN");
        assertThat(line(models, "press-1/v2")).contains("SHADOW");
        JsonNode one = server.run("models press-1/v1 --json").json();
        assertThat(one.path("number").asInt()).isEqualTo(1);
        assertThat(one.path("reason").asString()).isEqualTo("first version");
        assertThat(server.run("models press-1/v1").out()).contains("state: LIVE");
        assertThat(server.run("models press-1 --json").json().path("items")).hasSize(3);
    }

    @Test
    void theTrainingUsesTheBudgetAndSeedThatWereGiven() {
        JsonNode one = server.run("models press-1/v1 --json").json();
        assertThat(one.path("gate").path("budget").path("findingsPerWeek").asDouble()).isEqualTo(1);
        assertThat(one.path("card").path("seed").asLong(3)).isEqualTo(3);
        assertThat(one.path("gate").path("replayed").path("from").asString())
                .isGreaterThanOrEqualTo(line.heldOutFrom().toString().substring(0, 10));
    }

    @Test
    void anOrderThatIsNotWaitedForNamesItsJob() {
        Said placed = server.run("train press-1 --no-wait --json");
        assertThat(placed.code()).isZero();
        String job = placed.json().path("job").asString();
        assertThat(job).startsWith("job-");
        Said cancelled = server.run("jobs %s --cancel", job);
        assertThat(cancelled.code()).as(cancelled.err()).isZero();
        assertThat(cancelled.out()).isEqualTo(job + " is cancelled.\n");
        assertThat(server.run("jobs %s --json", job).json().path("id").asString()).isEqualTo(job);
        assertThat(server.run("jobs --cancel").code()).isEqualTo(2);
    }

    @Test
    void theGateSaysItInWordsAndInJson() {
        assertThat(gate.out())
                .matches("(?s)(PASS|WARN|REFUSE)  Would have raised .*")
                .contains("for at most 1.0 findings per week.");
        Said german = server.run(Language.DE, "gate press-1/v1");
        assertThat(german.out()).contains("Hätte in").contains("Schwelle");
        assertThat(german.code())
                .isEqualTo(german.out().startsWith("REFUSE") ? ExitCode.FAILED : ExitCode.OK);
        Said json = server.run("gate press-1/v2 --json");
        assertThat(json.json().propertyNames())
                .contains(
                        "version",
                        "replayed",
                        "budget",
                        "threshold",
                        "findings",
                        "known",
                        "verdict",
                        "words");
    }

    @Test
    void theGateJudgesAgainWithAnotherBudget() {
        JsonNode report = server.run("gate press-1/v2 --budget 2.5 --json").json();
        assertThat(report.path("budget").path("findingsPerWeek").asDouble()).isEqualTo(2.5);
        assertThat(server.run("gate press-1/v2 --budget 0").code()).isEqualTo(2);
    }

    @Test
    void aVersionGoesLiveForAReason() {
        assertThat(released.out()).isEqualTo("press-1/v1 is live.\n");
        assertThat(server.run("release press-1/v1").code()).isEqualTo(2);
        assertThat(server.run("release press-1/v9 --reason x").code()).isEqualTo(3);
    }

    @Test
    void aLaterFileIsScoredByTheLiveVersionAndRaisesFindings() {
        JsonNode item = imports.json().path("items").get(0);
        assertThat(item.path("seen").path("scored").asLong()).isPositive();
        assertThat(item.path("seen").path("late").asLong()).isZero();
        assertThat(item.path("seen").path("findings")).isNotEmpty();
        Said findings = server.run("findings --machine press-1 --json");
        for (JsonNode finding : findings.json().path("items")) {
            assertThat(Instant.parse(finding.path("to").asString()))
                    .isAfterOrEqualTo(line.live().from());
        }
    }

    @Test
    void whatIsNotLaterThanAllBeforeIsKeptButNotScored() throws IOException {
        var early = folder.resolve("press-1_early.csv");
        var day = new TimeSpan(line.history().from(), line.history().from().plusSeconds(86_400));
        PressFiles.writeGermanCsv(line, PRESS, day, early);
        Files.writeString(early, Files.readString(early).replaceFirst("\n[^\n]*", ""));

        Said said = server.run("import %s -m press-1", early);

        assertThat(said.out())
                .contains("scored by the live version: 0 rows, findings: none")
                .contains("47 rows are not later than what the machine said before");
    }

    @Test
    void findingsAreListedAndExplained() {
        Said all = server.run("findings");
        assertThat(line(all, "finding-1")).contains("press-1").contains("FALSE_ALARM");
        Said one = server.run("findings finding-1");
        assertThat(one.out())
                .startsWith("finding-1  press-1: ")
                .contains("seen by press-1/v1")
                .contains("signal")
                .contains("Verdict: FALSE_ALARM by key:")
                .contains("a trial");
        assertThat(server.run(Language.DE, "findings finding-1").out())
                .contains("gesehen von press-1/v1")
                .contains("Urteil: FALSE_ALARM");
        assertThat(server.run("findings --open --json").json().path("items"))
                .allSatisfy(open -> assertThat(open.has("verdict")).isFalse());
    }

    @Test
    void aVerdictIsGivenAndOnlyReplacedWhenThatIsSaid() {
        assertThat(judged.out()).isEqualTo("finding-1: FALSE_ALARM\n");
        Said again = server.run("verdict finding-1 known");
        assertThat(again.code()).isEqualTo(5);
        assertThat(again.err()).contains("was already judged FALSE_ALARM");
        Said replaced = server.run("verdict finding-1 false-alarm --replace --note a~trial --json");
        assertThat(replaced.code()).as(replaced.err()).isZero();
        assertThat(replaced.json().path("verdict").path("kind").asString())
                .isEqualTo("FALSE_ALARM");
    }

    @Test
    void aShadowIsComparedAndPromotedForAReason() {
        assertThat(shadowed.out())
                .isEqualTo("press-1/v2 runs in the shadow of the live version.\n");
        Said comparison = server.run("comparison press-1/v2");
        assertThat(line(comparison, "press-1/v1")).contains("live");
        assertThat(line(comparison, "press-1/v2")).contains("shadow");
        assertThat(comparison.out()).contains("0 false alarms");
        JsonNode json = server.run("comparison press-1/v2 --json").json();
        assertThat(json.propertyNames())
                .contains(
                        "live",
                        "shadow",
                        "span",
                        "liveFindings",
                        "shadowFindings",
                        "confirmedCaught",
                        "falseAlarms",
                        "better",
                        "reason");
        Said not = server.run("promote press-1/v2");
        assertThat(not.code()).isEqualTo(5);
        assertThat(not.err()).contains("is not better than the live one");
        assertThat(server.run("comparison press-1/v1").code()).isEqualTo(5);
    }

    @Test
    void jobsSayWhereTheyAreAndWhatTheyCost() {
        Said jobs = server.run("jobs");
        assertThat(line(jobs, "job-1"))
                .contains("train press-1")
                .contains("SUCCEEDED")
                .contains("EUR");
        assertThat(server.run("jobs job-1").out()).contains("state: SUCCEEDED");
    }

    @Test
    void theSiteIsShown() {
        Said site = server.run("site");
        assertThat(site.out()).contains("pod-1").contains("node-1").contains("UP");
        assertThat(server.run(Language.DE, "site").out()).contains("Standort this-machine: ");
        assertThat(server.run("site --json").json().path("site").path("pods")).hasSize(1);
    }

    @Test
    void theLedgerSaysWhoUsedHowMuchWhen() {
        Said ledger = server.run("ledger");
        assertThat(line(ledger, "job-1")).matches("job-1  20\\d\\d-.*  20\\d\\d-.* s .* EUR");
        assertThat(line(ledger, "total")).contains("EUR");
        JsonNode json = server.run("ledger --json").json();
        assertThat(json.path("entries").get(0).path("cpuTime").path("milliseconds").asLong())
                .isPositive();
        assertThat(json.path("total").path("cost").path("microEuros").asLong()).isPositive();
    }

    @Test
    void theJournalIsShownAndProved() {
        Said tail = server.run("journal tail -n 3");
        assertThat(tail.out().lines()).hasSize(3);
        assertThat(tail.out()).contains("key:");
        JsonNode last = server.run("journal tail --entries 2 --json").json().path("items");
        assertThat(last).hasSize(2);
        assertThat(last.get(0).propertyNames())
                .contains("sequence", "at", "tenant", "actor", "type", "payload", "hash");
        Said proved = server.run("journal verify");
        assertThat(proved.code()).isZero();
        assertThat(proved.out()).startsWith("holds  The journal's chain is unbroken.");
        assertThat(server.run("journal verify --json").json().path("items"))
                .isNotEmpty()
                .allSatisfy(item -> assertThat(item.path("ok").asBoolean()).isTrue());
    }

    @Test
    void theLastEntriesOfATenantAreFoundHoweverFarBackTheyLie() {
        assertThat(server.run("tenants --add quiet --name Quiet").out())
                .isEqualTo("Tenant quiet is added.\n");
        server.run("machines lathe --add --tenant quiet");
        for (int i = 0; i < 8; i++) {
            server.run("keys --add viewer");
        }
        Said key = server.run("keys --add engineer --tenant quiet --json");
        String secret = key.json().path("key").asString();
        Said tail = server.run("journal tail -n 2 --key %s --server %s", secret, server.uri());
        assertThat(tail.code()).as(tail.err()).isZero();
        assertThat(tail.out().lines()).hasSize(2);
        assertThat(server.run("tenants").out()).contains("quiet").contains("Quiet");
        assertThat(server.run("tenants --json").json().path("items")).isNotEmpty();
    }

    @Test
    void whatIsStoredIsProvedWhole() {
        Said all = server.run("check --all");
        assertThat(all.code()).as(all.out()).isZero();
        assertThat(all.out()).contains("holds  Every sample file").contains(", 0 fail.");
        assertThat(server.run("check").out().lines()).hasSize(1);
        assertThat(server.run("check --json").json().path("failed").asLong()).isZero();
    }

    @Test
    void keysAreMadeListedUsedAndRevoked() {
        JsonNode made = server.run("keys --add viewer --note reader --json").json();
        String key = made.path("key").asString();
        String prefix = made.path("prefix").asString();
        assertThat(key).startsWith("wm_" + prefix + "_");
        assertThat(line(server.run("keys"), prefix))
                .contains("VIEWER")
                .contains("reader")
                .containsPattern("20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d CET?");
        assertThat(server.run("machines --key %s", key).code()).isZero();
        assertThat(server.run("check --key %s", key).code()).isEqualTo(4);
        Said revoked = server.run("keys --revoke %s", prefix);
        assertThat(revoked.out()).isEqualTo("The key " + prefix + " is revoked.\n");
        assertThat(server.run("machines --key %s", key).code()).isEqualTo(4);
        assertThat(server.run("keys --add viewer").out())
                .startsWith("The key, shown only now: wm_");
    }

    @Test
    void filesOfAVersionAndEverythingOfTheTenantAreFetched() throws IOException {
        Path model = folder.resolve("model.json");
        Said fetched = server.run("models press-1/v1 --file model.json -o %s", model);
        assertThat(fetched.out()).startsWith("Written: " + model);
        assertThat(Files.size(model)).isPositive();
        Path zip = folder.resolve("all.zip");
        Said exported = server.run("export --output %s --json", zip);
        assertThat(exported.json().path("bytes").asLong()).isEqualTo(Files.size(zip));
        try (var entries = new ZipFile(zip.toFile())) {
            var names = new ArrayList<String>();
            entries.stream().forEach(entry -> names.add(entry.getName()));
            assertThat(names).anyMatch(name -> name.endsWith(".parquet"));
        }
    }

    @Test
    void labelsOfAFileNeverBecomeSignals() throws IOException {
        var text = new StringBuilder("time;pressure;flow;anomaly;changepoint;note\n");
        for (int i = 0; i < 50; i++) {
            text.append(
                    "2026-01-01 00:%02d:00;%d.5;%d.25;%d;0;as usual %d\n"
                            .formatted(i, i % 7, i % 5, i / 40, i));
        }
        var file = Files.writeString(folder.resolve("labelled.csv"), text);
        var quiet =
                Files.writeString(
                        folder.resolve("quiet.csv"),
                        text.toString()
                                .replace("2026-01-01", "2026-01-02")
                                .replaceAll(";1;0;", ";0;0;"));
        Said said = server.run("import %s %s -m bench --add --ignore flow", file, quiet);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("not kept: anomaly (label)");
        JsonNode bench = server.run("machines bench --json").json();
        assertThat(bench.path("signals")).hasSize(1);
        assertThat(bench.path("signals").get(0).path("name").asString()).isEqualTo("pressure");
    }

    @Test
    void aBacktestNeedsNoServer() {
        Said said = server.run("backtest %s --train-until 0.5 --json", history);
        assertThat(said.code()).isZero();
        assertThat(said.json().path("files").get(0).path("rows").asLong()).isGreaterThan(17_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    findings nope                          | 3 | There is no finding (nope).
                    verdict finding-99 known               | 3 | There is no finding (finding-99).
                    machines nope                          | 3 | There is no machine (nope)
                    train nope                             | 3 | There is no machine (nope)
                    train press-1 --budget 0               | 2 | must be above 0
                    gate press-1/v9                        | 3 | There is no version (press-1/v9).
                    models press-1/v1 --file nope          | 3 | has no file (nope)
                    jobs job-99                            | 3 | has no job job-99
                    jobs job-1 --cancel                    | 5 | job-1 has ended already
                    keys --add boss                        | 2 | (boss) is not right for --add: give viewer, engineer or operator.
                    keys --revoke nope                     | 3 | (nope)
                    tenants --add home                     | 5 | The tenant home exists already.
                    machines --tenant nope                 | 3 | (nope)
                    machines --key wm_x_y                  | 4 | key
                    import EMPTY -m press-1                | 2 | empty.csv
                    import HEAD -m press-1                 | 2 | head.csv
                    import TEXT -m press-1                 | 2 | text.csv
                    import HISTORY -m nope                 | 3 | There is no machine (nope)
                    import HISTORY -m press-1 --time nope --dry-run   | 2 | There is no column (nope)
                    import HISTORY -m press-1 --ignore nope --dry-run | 2 | has no column (nope)
                    import HISTORY -m press-1 --decimal x --dry-run   | 2 | (x)
                    """)
    void whatCannotBeDoneIsOneSentenceAndAnExitCode(String words, int code, String sentence)
            throws IOException {
        Files.writeString(folder.resolve("empty.csv"), "");
        Files.writeString(folder.resolve("head.csv"), "time;a;b\n");
        Files.writeString(folder.resolve("text.csv"), "name,note\nx,one\ny,two\nz,three\n");
        var files =
                List.of(
                        "EMPTY",
                        "empty.csv",
                        "HEAD",
                        "head.csv",
                        "TEXT",
                        "text.csv",
                        "HISTORY",
                        history.getFileName().toString());
        String typed = words;
        for (int i = 0; i < files.size(); i += 2) {
            typed = typed.replace(files.get(i), folder.resolve(files.get(i + 1)).toString());
        }
        Said said = server.run(typed.replace("%", "%%"));
        assertThat(said.err()).as(said.out()).startsWith("werkmeister: ").contains(sentence);
        assertThat(said.err().lines().filter(each -> !each.startsWith("See: "))).hasSize(1);
        assertThat(said.code()).isEqualTo(code);
        assertThat(said.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "machines",
                "models",
                "findings",
                "jobs",
                "site",
                "ledger",
                "statement",
                "journal verify",
                "keys",
                "tenants",
                "check --all",
                "comparison press-1/v2",
                "gate press-1/v2"
            })
    void theSameIsSaidInGermanAndTheJsonIsTheSame(String words) {
        Said german = server.run(Language.DE, words);
        assertThat(german.err()).isEmpty();
        assertThat(german.out()).isNotBlank();
        assertThat(server.run(Language.DE, words + " --json").json().propertyNames())
                .isEqualTo(server.run(words + " --json").json().propertyNames());
    }

    private static String line(Said said, String start) {
        return said.out()
                .lines()
                .filter(each -> each.startsWith(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError(said.out() + said.err()));
    }
}
