import type {
  Answered,
  AnswerVerdict,
  Finding,
  GateReport,
  Job,
  JournalEntry,
  Ledger,
  Machine,
  SiteNow,
  Statement,
  Used,
  Version,
} from "../../src/wire";

/** A small press line as the API would tell of it: made up, but of the right shape and size. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
export const NOW = Date.parse("2026-03-14T06:20:00Z");
const FIRST = Date.parse("2016-03-15T00:00:00Z");

function used(inQuota: number, borrowed: number, microEuros: number): Used {
  const time = (milliseconds: number) => ({ milliseconds });
  return {
    attempts: 1,
    cpuTime: time(0),
    inQuota: time(inQuota),
    borrowed: time(borrowed),
    unknown: time(0),
    lost: time(0),
    reservedIdle: time(0),
    energy: { joules: 3_600_000 },
    cost: { microEuros },
  };
}

const iso = (at: number): string => new Date(at).toISOString().replace(".000Z", "Z");

const SIGNALS = [
  ["Systemdruck", "bar", 186, 4],
  ["Speicherdruck", "bar", 142, 3],
  ["Pumpenvolumenstrom", "l/min", 64, 2],
  ["Leckölstrom", "l/min", 38, 1.5],
  ["Öltemperatur", "Cel", 48, 3],
  ["Kühleraustritt", "Cel", 36, 2],
  ["Motorstrom", "A", 71, 3],
  ["Pumpenschwingung", "mm/s", 2.1, 0.3],
  ["Vorsteuerdruck", "bar", 62, 6],
  ["Zykluszeit", "s", 11.4, 0.4],
] as const;

const machine = (id: string, name: string, live: string | null, shadow: string | null): Machine => ({
  machine: id,
  name,
  zone: "Europe/Berlin",
  signals: SIGNALS.map(([signal, unit]) => ({ name: signal, unit })),
  rows: 525_960,
  first: iso(FIRST),
  last: iso(NOW),
  liveVersion: live,
  shadowVersion: shadow,
  findingsOpen: 0,
  place: {
    enterprise: "Acme",
    site: "Süd",
    area: "Presserei",
    line: id === "press-3" ? "Linie 2" : "Linie 1",
  },
});

const words = (seen: number, caught: string, lead: string) => ({
  en: `Would have raised ${seen} findings in 52 weeks, caught ${caught} known faults, median lead ${lead}.`,
  de: `Hätte in 52 Wochen ${seen} Befunde gemeldet, ${caught.replace("of", "von")} bekannten Fehlern gefunden, mittlerer Vorlauf ${lead}.`,
});

const gate = (verdict: GateReport["verdict"], seen: number, caught: string, lead: string): GateReport => ({
  threshold: 1.24,
  replayed: { from: iso(NOW - 365 * DAY), to: iso(NOW) },
  budget: { findingsPerWeek: 1 },
  verdict,
  words: words(seen, caught, lead),
});

const version = (
  machineId: string,
  number: number,
  state: Version["state"],
  report: GateReport | null,
  reason: string | null = null,
): Version => ({
  id: `${machineId}/v${number}`,
  machine: machineId,
  number,
  state,
  threshold: report?.threshold ?? null,
  gate: report,
  trainSeconds: 1.9 + number,
  sizeKb: 41.8,
  cost: { microEuros: 27 },
  publishedAt: iso(NOW - (9 - number) * DAY),
  reason,
});

const part = (signal: string, actual: number, expected: number, share: number) => ({
  signal,
  actual,
  expected,
  share,
});

const cooler = [
  part("Kühleraustritt", 47.2, 36.4, 0.44),
  part("Öltemperatur", 58.9, 49.1, 0.27),
  part("Leckölstrom", 29.7, 38.2, 0.16),
  part("Motorstrom", 74.3, 71.2, 0.08),
  part("Zykluszeit", 11.9, 11.4, 0.05),
];
const pump = [
  part("Pumpenvolumenstrom", 55.1, 63.8, 0.51),
  part("Pumpenschwingung", 3.42, 2.14, 0.24),
  part("Systemdruck", 178.4, 186.2, 0.13),
  part("Motorstrom", 75.9, 70.8, 0.08),
  part("Öltemperatur", 50.2, 48.4, 0.04),
];

type Draft = { machine: string; daysAgo: number; hours: number; peak: number; parts: Finding["explanation"] };

function finding(number: number, draft: Draft, sentence: Finding["sentence"]): Finding {
  const from = NOW - draft.daysAgo * DAY;
  return {
    id: `finding-${number}`,
    machine: draft.machine,
    version: `${draft.machine}/v1`,
    from: iso(from),
    to: iso(from + draft.hours * HOUR),
    peak: draft.peak,
    peakAt: iso(from + (draft.hours * HOUR) / 2),
    threshold: 1.24,
    explanation: draft.parts,
    sentence,
  };
}

const coolerSentence = {
  en: "press-1: Kühleraustritt 47.2 °C instead of 36.4 °C since 12 March 2026 21:44 CET; also Öltemperatur 58.9 °C (expected 49.1 °C).",
  de: "press-1: Kühleraustritt 47,2 °C statt 36,4 °C seit 12.03.2026 21:44 MEZ; außerdem Öltemperatur 58,9 °C (erwartet 49,1 °C).",
};
const pumpSentence = {
  en: "press-2: Pumpenvolumenstrom 55.1 l/min instead of 63.8 l/min since 10 March 2026 07:20 CET; also Pumpenschwingung 3.42 mm/s (expected 2.14 mm/s).",
  de: "press-2: Pumpenvolumenstrom 55,1 l/min statt 63,8 l/min seit 10.03.2026 07:20 MEZ; außerdem Pumpenschwingung 3,42 mm/s (erwartet 2,14 mm/s).",
};

/** Everything that the mock server knows; a fresh one for every test. */
export class Plant {
  readonly machines = [
    machine("press-1", "Press 1", "press-1/v1", "press-1/v2"),
    machine("press-2", "Press 2", "press-2/v1", null),
    machine("press-3", "Press 3", null, null),
  ];
  readonly findings: Finding[] = [
    finding(3, { machine: "press-2", daysAgo: 61, hours: 5, peak: 1.4, parts: pump }, pumpSentence),
    finding(4, { machine: "press-1", daysAgo: 24, hours: 9, peak: 1.9, parts: pump }, pumpSentence),
    finding(5, { machine: "press-1", daysAgo: 15, hours: 3, peak: 1.3, parts: cooler }, coolerSentence),
    finding(6, { machine: "press-2", daysAgo: 4, hours: 12, peak: 2.2, parts: pump }, pumpSentence),
    finding(7, { machine: "press-1", daysAgo: 1.4, hours: 33, peak: 4.6, parts: cooler }, coolerSentence),
  ];
  readonly outlooks: Omit<Answered, "verdicts">[] = [
    {
      topic: "forecast Öltemperatur",
      version: "press-1/v5",
      classes: [],
      words: { de: "In 3 h: Öltemperatur 52 °C.", en: "In 3 h: Öltemperatur 52 °C." },
      outlook: {
        kind: "Course",
        asOf: iso(NOW),
        step: "PT1H",
        lines: [{ signal: "Öltemperatur", expected: [50, 51, 52], low: [49, 49, 49], high: [51, 53, 55] }],
      },
    },
    {
      topic: "classify Stempel",
      version: "press-1/v7",
      classes: ["gut", "stumpf", "gebrochen"],
      words: { de: "Hub 812: Klasse „stumpf“.", en: 'Hub 812: class "stumpf".' },
      outlook: {
        kind: "Cycles",
        asOf: iso(NOW),
        group: "Hub",
        cycles: [
          { cycle: "811", from: iso(NOW - 40_000), to: iso(NOW - 21_000), told: "gut", probability: 0.97 },
          { cycle: "812", from: iso(NOW - 20_000), to: iso(NOW - 1_000), told: "stumpf", probability: 0.88 },
        ],
      },
    },
    {
      topic: "classify",
      version: "press-1/v8",
      classes: ["normal", "Pumpenschaden"],
      words: { de: "Klasse „normal“.", en: 'Class "normal".' },
      outlook: { kind: "Told", asOf: iso(NOW), told: "normal", probability: 0.91 },
    },
    {
      topic: "life",
      version: "press-1/v6",
      classes: [],
      words: { de: "Restlebensdauer: 42 Tage.", en: "Remaining life: 42 days." },
      outlook: {
        kind: "Life",
        asOf: iso(NOW),
        expected: "PT1008H",
        low: "PT672H",
        high: "PT1464H",
        limit: "PT3000H",
      },
    },
  ];
  readonly answerVerdicts: AnswerVerdict[] = [
    {
      topic: "life",
      version: "press-1/v6",
      from: iso(NOW - 30 * DAY),
      to: iso(NOW - 30 * DAY),
      kind: "WRONG",
      failedAt: iso(NOW - 20 * DAY),
      by: "8f3a",
      at: iso(NOW - 19 * DAY),
      note: "pump seized",
    },
  ];
  readonly versions: Version[] = [
    version("press-1", 1, "LIVE", gate("PASS", 23, "4 of 4", "31 h"), "First release."),
    version("press-1", 2, "SHADOW", gate("PASS", 19, "4 of 4", "36 h")),
    version("press-2", 1, "LIVE", gate("PASS", 31, "3 of 3", "22 h"), "First release."),
    {
      ...version("press-3", 2, "CANDIDATE", gate("WARN", 55, "2 of 3", "9 h")),
      shared: { order: "order-4" },
      card: { machines: ["press-1", "press-2", "press-3"].map((machine) => ({ machine })) },
    },
    version("press-3", 1, "RETIRED", gate("REFUSE", 210, "1 of 3", "2 h")),
  ];
  readonly jobs: Job[] = [
    job(1, "train press-1", "SUCCEEDED", 9),
    job(2, "train press-2", "SUCCEEDED", 9),
    job(3, "train press-3", "FAILED", 8),
    job(4, "train press-3", "SUCCEEDED", 7),
    job(5, "train press-1", "SUCCEEDED", 2),
    job(6, "train press-2", "RUNNING", 0),
    {
      ...job(7, "train press-3", "QUEUED", 0),
      why: {
        en: "Waits for 2 CPU cores: node-1 has 0 of 2 free.",
        de: "Wartet auf 2 CPU-Kerne: node-1 hat 0 von 2 frei.",
      },
    },
  ];
  readonly site: SiteNow = {
    runs: 1,
    waiting: 1,
    site: {
      name: "this-machine",
      pods: [
        {
          name: "pod-1",
          nodes: [
            {
              name: "node-1",
              state: "UP",
              offer: { cpus: { cpus: 2 }, memory: { bytes: 8 * 2 ** 30 }, gpus: { gpus: 0 } },
            },
          ],
        },
      ],
    },
  };
  readonly ledger: Ledger = {
    entries: [1, 2, 3, 4, 5].map((number) => ({
      job: `job-${number}`,
      cpuTime: { milliseconds: 4_100 + number * 310 },
      gpuTime: { milliseconds: 0 },
      cost: { microEuros: 23 + number },
    })),
    total: {
      cpuTime: { milliseconds: 25_150 },
      gpuTime: { milliseconds: 0 },
      cost: { microEuros: 130 },
    },
  };
  readonly statement: Statement = {
    month: "2026-03",
    zone: "Europe/Berlin",
    closed: false,
    rows: [
      { tenant: "demo", job: "job-4", name: "sweep", used: used(3_600_000, 0, 1_500_000) },
      { tenant: "demo", job: "job-5", name: "night run", used: used(0, 7_200_000, 3_000_000) },
    ],
    tenants: [{ tenant: "demo", name: "Demo", used: used(3_600_000, 7_200_000, 4_500_000) }],
    days: [
      { day: "2026-03-12", used: used(3_600_000, 0, 1_500_000) },
      { day: "2026-03-13", used: used(0, 7_200_000, 3_000_000) },
    ],
    total: used(3_600_000, 7_200_000, 4_500_000),
  };
  readonly journal: JournalEntry[] = [];

  constructor() {
    this.judge("finding-3", "FALSE_ALARM", "sensor was being changed");
    this.judge("finding-4", "CONFIRMED", "pump bearing replaced");
    this.judge("finding-5", "KNOWN", "");
    this.journal.length = 0;
    const past = [
      "plant.MachineRegistered",
      "plant.ImportRecorded",
      "learning.OrderPlaced",
      "factory.JobQueued",
      "factory.RunStarted",
      "factory.TimeCharged",
    ];
    for (const type of [
      ...past,
      "learning.VersionPublished",
      "serving.VersionReleased",
      "serving.FindingRaised",
      "serving.VerdictGiven",
    ]) {
      this.record(type, { machine: "press-1", job: "job-5" });
    }
  }

  record(type: string, payload: unknown): JournalEntry {
    const sequence = this.journal.length + 1;
    const entry = { sequence, at: iso(NOW + sequence * 1_000), tenant: "demo", actor: "8f3a", type, payload };
    this.journal.push(entry);
    return entry;
  }

  judge(id: string, kind: "CONFIRMED" | "FALSE_ALARM" | "KNOWN", note: string): Finding | undefined {
    const found = this.findings.find((one) => one.id === id);
    if (!found) return undefined;
    found.verdict = { kind, by: "8f3a", at: iso(NOW), note };
    this.record("serving.VerdictGiven", { finding: id, verdict: { kind, note } });
    return found;
  }

  outlooksNow(): Answered[] {
    return this.outlooks.map((one) => ({ ...one, verdicts: this.answerVerdicts.filter(isOn(one)) }));
  }

  /** What was said of an answer, or which verdict is in the way of it. */
  judgeAnswer(said: Record<string, string>): AnswerVerdict | { inTheWay: AnswerVerdict } | undefined {
    const answer = this.outlooks.find((one) => one.topic === said.topic);
    const { outlook } = answer ?? {};
    if (!answer || !outlook) return undefined;
    const cycle =
      outlook.kind === "Cycles" ? outlook.cycles.find((one) => one.cycle === said.cycle) : undefined;
    const asOf = said.asOf ?? outlook.asOf;
    const told = cycle?.told ?? (outlook.kind === "Told" ? outlook.told : undefined);
    const kind = said.verdict ?? (said.trueClass === told && told !== undefined ? "RIGHT" : "WRONG");
    const truth = said.trueClass ?? (kind === "RIGHT" ? told : undefined);
    const verdict: AnswerVerdict = {
      topic: answer.topic,
      version: answer.version,
      from: cycle?.from ?? said.since ?? asOf,
      to: cycle?.to ?? asOf,
      kind: kind as "RIGHT",
      ...(told === undefined ? {} : { told }),
      ...(truth === undefined ? {} : { trueClass: truth }),
      ...(said.failedAt === undefined ? {} : { failedAt: said.failedAt }),
      by: "8f3a",
      at: iso(NOW),
      note: said.note ?? "",
    };
    const before = this.answerVerdicts.findIndex(
      (one) => one.topic === verdict.topic && one.from === verdict.from,
    );
    const inTheWay = this.answerVerdicts[before];
    if (inTheWay && !said.replace) return { inTheWay };
    if (inTheWay) this.answerVerdicts.splice(before, 1);
    this.answerVerdicts.push(verdict);
    this.record("serving.AnswerJudged", { verdict });
    return verdict;
  }

  machinesNow(): Machine[] {
    return this.machines.map((one) => ({
      ...one,
      findingsOpen: this.findings.filter((f) => f.machine === one.machine && !f.verdict).length,
    }));
  }

  /** A value with days, seasons, some noise and the findings' faults in it. */
  valueAt(machineId: string, signal: string, at: number): number {
    const known = SIGNALS.find(([name]) => name === signal) ?? SIGNALS[0];
    const [, , middle, wide] = known;
    const season = Math.sin(((at - FIRST) / (365.25 * DAY)) * 2 * Math.PI);
    const shift = Math.floor(at / (8 * HOUR)) % 3 === 0 ? -0.8 : 0.3;
    const noise = Math.sin(at / 7_919_000) + Math.sin(at / 3_001_000) * 0.7 + Math.sin(at / 911_000) * 0.5;
    return middle + wide * (0.8 * season + shift + 0.45 * noise) + this.fault(machineId, signal, at);
  }

  scoreAt(machineId: string, at: number): number {
    const noise = Math.abs(Math.sin(at / 5_000_000) * Math.sin(at / 1_313_000));
    const over = this.findings
      .filter((one) => one.machine === machineId)
      .map((one) => one.peak * this.strength(one, at));
    return Math.max(0.25 + 0.6 * noise, ...over);
  }

  private fault(machineId: string, signal: string, at: number): number {
    return this.findings
      .filter((one) => one.machine === machineId)
      .flatMap((one) =>
        one.explanation
          .filter((item) => item.signal === signal)
          .map((item) => (item.actual - item.expected) * this.strength(one, at)),
      )
      .reduce((sum, value) => sum + value, 0);
  }

  private strength(one: Finding, at: number): number {
    const from = Date.parse(one.from) - 12 * HOUR;
    const to = Date.parse(one.to);
    if (at < from || at > to + 2 * HOUR) return 0;
    return Math.min(1, (at - from) / Math.max(to - from, HOUR));
  }
}

function isOn({ topic, outlook }: Omit<Answered, "verdicts">): (said: AnswerVerdict) => boolean {
  return (said) =>
    said.topic === topic &&
    (outlook?.kind === "Cycles"
      ? outlook.cycles.some((one) => one.from === said.from)
      : said.to === outlook?.asOf);
}

function job(number: number, name: string, state: Job["state"], daysAgo: number): Job {
  const submitted = NOW - daysAgo * DAY - (8 - number) * 60_000;
  const over = state === "SUCCEEDED" || state === "FAILED";
  return {
    id: `job-${number}`,
    name,
    state,
    submittedAt: iso(submitted),
    ...(state === "QUEUED" ? {} : { startedAt: iso(submitted + 1_000), node: "node-1" }),
    ...(over ? { endedAt: iso(submitted + 5_400) } : {}),
    attempt: 1,
    cpuTime: { milliseconds: over ? 4_410 : 0 },
    cost: { microEuros: over ? 25 : 0 },
  };
}
