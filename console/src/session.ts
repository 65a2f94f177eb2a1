import { computed, effect, signal } from "@preact/signals";
import { Api, CallFailed, freshIdempotencyKey } from "./api";
import { type Connection, follow, type Message } from "./events";
import { Intake } from "./intake";
import { forgetKey, keepKey } from "./key";
import { words } from "./language";
import { Live } from "./live";
import { bareName, isForPeople, SECTIONS, type Section, touched } from "./touched";
import { TrendView } from "./trend";
import type {
  Answered,
  AnswerVerdict,
  Finding,
  Health,
  Job,
  JournalEntry,
  Ledger,
  Machine,
  Me,
  Outlooks,
  SiteNow,
  Statement,
  Tenant,
  Version,
} from "./wire";

/** How many entries of the journal the page shows, and starts with. */
const JOURNAL_SHOWN = 60;

/** What no event told of: the machines, and with them the trend, are asked for at this pace while the page is seen. */
const PULSE_MS = 5_000;

/** These follow something else: the journal its own stream, the answers the machine that is shown. */
const FOLLOWED: Section[] = ["journal", "outlooks"];

/** Everything one key sees: the sections' content, what refreshes it, and what a person does with it. */
export class Session {
  readonly machines = new Live<Machine[]>(() => this.api.list("machines"));
  readonly findings = new Live<Finding[]>(() => this.api.list<Finding>("findings").then(newestFirst));
  readonly versions = new Live<Version[]>(() => this.api.list("versions"));
  readonly jobs = new Live<Job[]>(() => this.api.list<Job>("jobs?newest=true").then(latestFirst));
  readonly site = new Live<SiteNow>(() => this.api.get("site"));
  readonly ledger = new Live<Ledger>(() => this.api.get("ledger"));
  /** The month of the statement, such as 2026-11; empty is this one. */
  readonly month = signal("");
  readonly allTenants = signal(false);
  readonly statement = new Live<Statement>(() => this.fetchStatement());
  readonly journal = new Live<JournalEntry[]>(() => this.startOfJournal());
  readonly health = new Live<Health>(() => this.api.get("health"));

  readonly connection = signal<Connection>("connecting");
  /** The last thing worth saying aloud: what an action did, or a finding that arrived. */
  readonly said = signal<{ text: string; failed: boolean }>({ text: "", failed: false });
  readonly mayAct = computed(() => this.me.role !== "VIEWER");
  readonly trend: TrendView;
  readonly outlooks = new Live<Outlooks>(() => this.fetchOutlooks());
  readonly intake: Intake;

  private readonly stops: (() => void)[] = [];

  private constructor(
    readonly me: Me,
    readonly api: Api,
    readonly tenants: Tenant[],
    private readonly onEnd: (refused: boolean) => void,
  ) {
    this.trend = new TrendView(api, this.machines, this.findings);
    this.intake = new Intake(api, async (machine) => {
      await this.machines.refresh();
      if (machine) this.trend.choose(machine);
    });
  }

  /** Opens a session or says why not. */
  static async open(key: string, onEnd: (refused: boolean) => void, tenant?: string): Promise<Session> {
    const api = new Api({ key, tenant });
    const me = await api.get<Me>("me");
    keepKey(key);
    const tenants = me.role === "OPERATOR" ? await api.list<Tenant>("tenants").catch(() => []) : [];
    return new Session(me, api, tenants, onEnd);
  }

  start(): void {
    for (const section of SECTIONS) if (!FOLLOWED.includes(section)) void this[section].refresh();
    void this.health.refresh();
    void this.journal.refresh().then(() => this.followJournal());
    const pulse = setInterval(() => this.pulse(), PULSE_MS);
    const seen = () => this.pulse();
    document.addEventListener("visibilitychange", seen);
    this.stops.push(
      () => clearInterval(pulse),
      () => document.removeEventListener("visibilitychange", seen),
      effect(() => this.watchRefusals()),
      this.trend.start(),
      this.watchOutlooks(),
    );
  }

  private fetchStatement(): Promise<Statement> {
    const query = new URLSearchParams();
    if (this.month.peek()) query.set("month", this.month.peek());
    if (this.allTenants.peek()) query.set("all", "true");
    return this.api.get(`ledger/statement?${query}`);
  }

  private async fetchOutlooks(): Promise<Outlooks> {
    const machine = this.trend.machine.peek()?.machine;
    if (!machine) return { answers: [], verdicts: [] };
    const path = outlooksOf(machine);
    const [{ outlooks }, verdicts] = await Promise.all([
      this.api.get<{ outlooks: Answered[] }>(path),
      this.api.list<AnswerVerdict>(`${path}/verdicts`),
    ]);
    return { answers: outlooks, verdicts };
  }

  /** Another machine is asked about at once; new samples and new versions change the answers soon. */
  private watchOutlooks(): () => void {
    let before: string | undefined;
    return effect(() => {
      if (this.machines.content.value.is === "loading") return;
      const { machine, last } = this.trend.machine.value ?? {};
      this.versions.value;
      if (machine === before && last) this.outlooks.refreshSoon();
      else void this.outlooks.refresh();
      before = machine;
    });
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
    for (const section of SECTIONS) this[section].stop();
  }

  /** The key is forgotten in this tab. */
  end(refused = false): void {
    this.stop();
    this.intake.close();
    forgetKey();
    this.onEnd(refused);
  }

  /** Does one thing of a person's, says how it went, and answers whether it succeeded. */
  async act<T>(
    path: string,
    body: unknown,
    done: (answer: T) => string,
    touches: Section[],
  ): Promise<boolean> {
    return (await this.attempt(path, body, done, touches)) === undefined;
  }

  /** The same; answers what it failed of, if it did. */
  async attempt<T>(
    path: string,
    body: unknown,
    done: (answer: T) => string,
    touches: Section[],
  ): Promise<CallFailed | undefined> {
    const once = freshIdempotencyKey();
    try {
      const answer = await this.api.post<T>(path, body, once).catch((error: unknown) => {
        // The answer was lost, not the call: asking again with the same key has no second effect.
        if (error instanceof CallFailed && error.unreachable) return this.api.post<T>(path, body, once);
        throw error;
      });
      this.say(done(answer));
      await Promise.all(touches.map((section) => this[section].refresh()));
      return undefined;
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      this.say(sentenceOf(error), true);
      return error;
    }
  }

  say(text: string, failed = false): void {
    this.said.value = { text, failed };
  }

  private pulse(): void {
    if (document.visibilityState === "hidden") return;
    this.machines.refreshSoon();
  }

  private async startOfJournal(): Promise<JournalEntry[]> {
    const health = await this.api.get<Health>("health");
    const after = Math.max(0, health.journal.events - JOURNAL_SHOWN);
    const entries = await this.api.get<{ items: JournalEntry[] }>(`journal?after=${after}&limit=1000`);
    return entries.items
      .filter((entry) => isForPeople(entry.type))
      .slice(-JOURNAL_SHOWN)
      .reverse();
  }

  private followJournal(): void {
    const latest = this.journal.value?.[0]?.sequence;
    this.stops.push(
      follow(this.api, {
        after: latest === undefined ? "" : String(latest),
        onMessage: (message) => this.hear(message),
        onConnection: (state) => {
          this.connection.value = state;
        },
        onRefused: () => this.end(true),
      }),
    );
  }

  private hear(message: Message): void {
    const entry = entryOf(message);
    if (!entry || !isForPeople(entry.type)) return;
    const before = this.journal.value ?? [];
    if (!before.some((known) => known.sequence === entry.sequence)) {
      this.journal.put([entry, ...before].slice(0, JOURNAL_SHOWN));
    }
    for (const section of touched(entry.type)) if (section !== "journal") this[section].refreshSoon();
    if (bareName(entry.type) === "FindingRaised") this.announce(entry);
  }

  private announce(entry: JournalEntry): void {
    const finding = (entry.payload as { finding?: Partial<Finding> } | undefined)?.finding;
    if (finding?.id && finding.machine) {
      this.say(words.value.findings.arrived(finding.id, finding.machine));
    }
  }

  /** A key that is revoked while the page is open ends the session. */
  private watchRefusals(): void {
    const content = this.machines.content.value;
    if (content.is === "failed" && content.failure.problem.status === 401)
      queueMicrotask(() => this.end(true));
  }
}

export function outlooksOf(machine: string): string {
  return `machines/${encodeURIComponent(machine)}/outlooks`;
}

export function sentenceOf(failure: CallFailed): string {
  return failure.unreachable ? words.value.unreachable : failure.message;
}

function entryOf(message: Message): JournalEntry | undefined {
  try {
    const entry = JSON.parse(message.data) as Partial<JournalEntry>;
    if (typeof entry.sequence !== "number" || typeof entry.at !== "string") return undefined;
    return { ...entry, sequence: entry.sequence, at: entry.at, type: entry.type ?? message.event };
  } catch {
    return undefined;
  }
}

function newestFirst(findings: Finding[]): Finding[] {
  return findings.sort((a, b) => b.from.localeCompare(a.from));
}

function latestFirst(jobs: Job[]): Job[] {
  return jobs.sort((a, b) => b.submittedAt.localeCompare(a.submittedAt));
}
