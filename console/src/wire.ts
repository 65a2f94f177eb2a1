/** What the HTTP API answers, as far as the console reads it (docs/http-api.md). */

export type Role = "VIEWER" | "ENGINEER" | "OPERATOR";
export type Me = { tenant: string; role: Role; prefix: string };
export type Tenant = { tenant: string; name: string };
export type Health = { status: string; version: string; journal: { events: number }; uptimeSeconds: number };

export type Signal = { name: string; unit: string };
export type Machine = {
  machine: string;
  name: string;
  zone: string;
  signals: Signal[];
  rows: number;
  first?: string | null;
  last?: string | null;
  liveVersion?: string | null;
  shadowVersion?: string | null;
  findingsOpen: number;
  keepDays?: number | null;
  place?: Place | null;
};
/** Where a machine stands in the hierarchy of ISA-95; lower levels may be empty. */
export type Place = { enterprise: string; site: string; area: string; line: string };

export type Trend = {
  signal: string;
  unit: string;
  from: string;
  to: string;
  times: number[];
  min: (number | null)[];
  max: (number | null)[];
};
export type Scores = { version?: string; threshold?: number | null; times: number[]; max: (number | null)[] };

export type VerdictKind = "CONFIRMED" | "FALSE_ALARM" | "KNOWN";
export type Verdict = { kind: VerdictKind; by: string; at: string; note: string };
export type Part = { signal: string; actual: number; expected: number; share: number };
export type Words = { de: string; en: string };
export type Finding = {
  id: string;
  machine: string;
  version: string;
  from: string;
  to: string;
  peak: number;
  peakAt: string;
  threshold: number;
  explanation: Part[];
  sentence: Words;
  verdict?: Verdict | null;
};

export type GateReport = {
  threshold: number;
  replayed: { from: string; to: string };
  budget: { findingsPerWeek: number };
  verdict: Decision;
  words: Words;
};
export type Decision = "PASS" | "WARN" | "REFUSE";
/** What was said of a version that answers a question. */
export type Appraisal = { topic: string; verdict: Decision; words: Words };
export type Intent = "LIFE" | "CLASSIFY" | "FORECAST";
export type Line = { signal: string; expected: number[]; low: number[]; high: number[] };
export type ToldCycle = { cycle: string; from: string; to: string; told: string; probability: number };
/** An answer to a question, as of the latest sample; durations as ISO 8601 has them. */
export type Outlook =
  | { kind: "Life"; asOf: string; expected: string; low: string; high: string; limit: string }
  | { kind: "Told"; asOf: string; told: string; probability: number }
  | { kind: "Cycles"; asOf: string; group: string; cycles: ToldCycle[] }
  | { kind: "Course"; asOf: string; step: string; lines: Line[] };
export type AnswerVerdictKind = "RIGHT" | "WRONG";
/** What a person said of an answer; `from` to `to` is what it is about: a cycle, or the time of the answer. */
export type AnswerVerdict = {
  topic: string;
  version: string;
  from: string;
  to: string;
  kind: AnswerVerdictKind;
  told?: string | null;
  trueClass?: string | null;
  failedAt?: string | null;
  by: string;
  at: string;
  note: string;
};
/** `classes` are those that the version knows; `verdicts` those on what is told now. */
export type Answered = {
  topic: string;
  version: string;
  outlook?: Outlook | null;
  words: Words;
  classes: string[];
  verdicts: AnswerVerdict[];
};
/** What is told of a machine now, and all that people said of what was ever told, the latest last. */
export type Outlooks = { answers: Answered[]; verdicts: AnswerVerdict[] };

/** What an order came to: a job, or a version that was taken over. */
export type Ordered = { job?: string | null; version?: string | null };

export type VersionState = "CANDIDATE" | "LIVE" | "SHADOW" | "RETIRED";
export type Version = {
  id: string;
  machine: string;
  number: number;
  state: VersionState;
  threshold?: number | null;
  gate?: GateReport | null;
  appraisal?: Appraisal | null;
  topic?: string | null;
  trainSeconds: number;
  sizeKb: number;
  cost?: Money | null;
  publishedAt: string;
  reason?: string | Words | null;
  shared?: { order: string; takenFrom?: string | null } | null;
  card?: { machines?: { machine: string }[] | null } | null;
};
export type Comparison = {
  live: string;
  shadow: string;
  liveFindings?: number | null;
  shadowFindings?: number | null;
  confirmedCaught?: { live: number; shadow: number } | null;
  falseAlarms?: { live: number; shadow: number } | null;
  better: boolean;
  reason: string | Words;
};

export type Money = { microEuros: number };
export type Time = { milliseconds: number };
export type JobState = "QUEUED" | "STARTING" | "RUNNING" | "EVICTING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
export type Job = {
  id: string;
  name: string;
  state: JobState;
  why?: string | Words | null;
  submittedAt: string;
  startedAt?: string | null;
  endedAt?: string | null;
  attempt?: number;
  node?: string | null;
  cpuTime?: Time | null;
  cost?: Money | null;
  start?: string | null;
  deadlineMet?: boolean | null;
};
export type LedgerEntry = { job: string; cpuTime: Time; gpuTime: Time; cost: Money };
export type Ledger = { entries: LedgerEntry[]; total: { cpuTime: Time; gpuTime: Time; cost: Money } };

/** What attempts that have ended used (docs/statement.md). */
export type Used = {
  attempts: number;
  cpuTime: Time;
  inQuota: Time;
  borrowed: Time;
  unknown: Time;
  lost: Time;
  reservedIdle: Time;
  energy: { joules: number };
  cost: Money;
};
export type Statement = {
  month: string;
  zone: string;
  closed: boolean;
  rows: { tenant: string; job: string; name: string; used: Used }[];
  tenants: { tenant: string; name?: string | null; used: Used }[];
  days: { day: string; used: Used }[];
  total: Used;
};

/** What a node offers. */
export type Room = { cpus: { cpus: number }; memory: { bytes: number }; gpus: { gpus: number } };
export type Node = { name: string; offer: Room; state: "UP" | "DRAINING" | "LOST" };
export type Site = { name: string; pods: { name: string; nodes: Node[] }[] };
export type SiteNow = { site?: Site | null; runs: number; waiting: number };

export type JournalEntry = {
  sequence: number;
  at: string;
  type: string;
  actor?: string;
  payload?: unknown;
};

/** RFC 9457. */
export type Problem = { title: string; status: number; detail?: string; kind?: string };

/** A file as it was understood (docs/import.md). */
export type Understanding = {
  file: string;
  format: {
    separator: string;
    decimal: string;
    encoding: string;
    header: boolean;
    layout: "wide" | "long" | "rows" | "cycles" | "runs";
    timeColumn?: string | null;
    timeFormat?: string | null;
    zone?: string | null;
  };
  rows: number;
  rejected: { row: number; column: string; value: string; reason: string }[];
  rejectedTotal: number;
  start?: string | null;
  end?: string | null;
  periodSeconds?: number | null;
  machines: string[];
  signals: UnderstoodSignal[];
  findings: { kind: string; where: string; text: string; de?: string | null }[];
  questions: string[];
  questionsDe?: string[] | null;
};
export type UnderstoodSignal = {
  name: string;
  type: string;
  unit: string;
  count: number;
  missing: number;
  min?: number | null;
  max?: number | null;
  constant: boolean;
};
export type Overview = {
  times: number[];
  signals: { name: string; min: (number | null)[]; max: (number | null)[] }[];
};
export type Look = { understood: Understanding; overview?: Overview | null };
export type ImportDone = {
  id: string;
  machine: string;
  rows: number;
  rejected: number;
  repeated: boolean;
  readings?: { added: number; same: number; changed: number } | null;
};
