import { computed, effect, signal } from "@preact/signals";
import type { Api } from "./api";
import { Live } from "./live";
import type { Finding, Machine, Scores, Trend } from "./wire";

const DAY_MS = 86_400_000;
export const SPANS = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS, year: 365 * DAY_MS } as const;
export type SpanName = keyof typeof SPANS | "all";

/** What part of a machine's time is shown: the end of it, which moves with it, or a fixed part. */
export type View = { last: SpanName } | { from: number; to: number };

export type Span = { from: number; to: number };

/** One envelope with its scores, and the span that was asked for. */
export type Picture = { machine: Machine; span: Span; trend: Trend; scores: Scores | null };

/** The least that zooming goes down to. */
const SPAN_MS_MIN = 60_000;

/** The trend: which machine, signal and span it shows, and the picture of it. */
export class TrendView {
  readonly machineId = signal<string | undefined>(undefined);
  readonly signalName = signal<string | undefined>(undefined);
  readonly view = signal<View>({ last: "month" });
  /** Points across the chart: about one a pixel. */
  readonly points = signal(800);
  readonly picture = new Live<Picture | null>(() => this.fetchPicture());

  readonly machine = computed(() => {
    const machines = this.machines.value ?? [];
    return machines.find((machine) => machine.machine === this.machineId.value) ?? this.mostTelling(machines);
  });
  readonly signal = computed(() => {
    const signals = this.machine.value?.signals ?? [];
    return (
      signals.find((one) => one.name === this.signalName.value) ??
      signals.find((one) => one.name === this.tellingFinding.value?.explanation[0]?.signal) ??
      signals[0]
    );
  });
  /** All there is of the machine's time. */
  readonly whole = computed<Span | undefined>(() => {
    const machine = this.machine.value;
    if (!machine?.first || !machine.last) return undefined;
    // A span ends before its end: the last sample is to be in it.
    return { from: Date.parse(machine.first), to: Date.parse(machine.last) + 1 };
  });
  readonly span = computed<Span | undefined>(() => {
    const whole = this.whole.value;
    const view = this.view.value;
    if (!whole) return undefined;
    if ("from" in view) return view;
    if (view.last === "all") return whole;
    return { from: Math.max(whole.from, whole.to - SPANS[view.last]), to: whole.to };
  });
  /** The findings of the machine that lie in the span shown, first one first. */
  readonly bands = computed<Finding[]>(() => {
    const span = this.span.value;
    const id = this.machine.value?.machine;
    if (!span) return [];
    return (this.findings.value ?? [])
      .filter((finding) => finding.machine === id)
      .filter((finding) => Date.parse(finding.to) >= span.from && Date.parse(finding.from) <= span.to)
      .reverse();
  });

  private readonly tellingFinding = computed(() => {
    const id = this.machine.value?.machine;
    return (this.findings.value ?? []).find((finding) => finding.machine === id && !finding.verdict);
  });

  constructor(
    private readonly api: Api,
    private readonly machines: Live<Machine[]>,
    private readonly findings: Live<Finding[]>,
  ) {}

  /** A person's choice is fetched at once; a span that moves with new samples, or a new width, soon. */
  start(): () => void {
    let before = "";
    const stop = effect(() => {
      const unknown = [this.machines, this.findings].some(({ content }) => content.value.is === "loading");
      if (unknown) return;
      const chosen = JSON.stringify([this.machine.value?.machine, this.signal.value?.name, this.view.value]);
      this.span.value;
      this.points.value;
      if (chosen === before) this.picture.refreshSoon();
      else void this.picture.refresh();
      before = chosen;
    });
    return () => {
      stop();
      this.picture.stop();
    };
  }

  choose(machineId: string, signalName?: string): void {
    if (machineId !== this.machine.value?.machine && "from" in this.view.value)
      this.view.value = { last: "month" };
    this.machineId.value = machineId;
    this.signalName.value = signalName;
  }

  /** A finding with its surroundings, in the signal that explains it most. */
  show(finding: Finding): void {
    const from = Date.parse(finding.from);
    const to = Date.parse(finding.to);
    const around = Math.max((to - from) * 1.5, DAY_MS);
    this.machineId.value = finding.machine;
    this.signalName.value = finding.explanation[0]?.signal;
    this.view.value = { from: from - around, to: to + around };
  }

  zoomTo(from: number, to: number): void {
    if (to - from >= SPAN_MS_MIN) this.view.value = { from, to };
  }

  /** Factor below 1: nearer. */
  zoom(factor: number): void {
    const span = this.span.value;
    if (!span) return;
    const middle = (span.from + span.to) / 2;
    const half = ((span.to - span.from) / 2) * factor;
    const whole = this.whole.value;
    if (whole && 2 * half >= whole.to - whole.from) this.view.value = { last: "all" };
    else this.zoomTo(middle - half, middle + half);
  }

  /** A share of the span, negative for earlier. */
  move(share: number): void {
    const span = this.span.value;
    const whole = this.whole.value;
    if (!span || !whole) return;
    const length = span.to - span.from;
    const from = Math.min(
      Math.max(span.from + share * length, whole.from - length / 2),
      whole.to - length / 2,
    );
    this.view.value = { from, to: from + length };
  }

  /** Without a choice: where something is to be looked at, else the first. */
  private mostTelling(machines: Machine[]): Machine | undefined {
    const open = (this.findings.value ?? []).find((finding) => !finding.verdict);
    return machines.find((machine) => machine.machine === open?.machine) ?? machines[0];
  }

  private async fetchPicture(): Promise<Picture | null> {
    const machine = this.machine.value;
    const shown = this.signal.value;
    const span = this.span.value;
    if (!machine || !shown || !span) return null;
    const path = `machines/${encodeURIComponent(machine.machine)}`;
    const query = new URLSearchParams({
      from: new Date(span.from).toISOString(),
      to: new Date(span.to).toISOString(),
      points: String(this.points.value),
    });
    const [trend, scores] = await Promise.all([
      this.api.get<Trend>(`${path}/trend?signal=${encodeURIComponent(shown.name)}&${query}`),
      this.api.get<Scores>(`${path}/scores?${query}`).then(noneIfNotWatched),
    ]);
    return { machine, span, trend, scores };
  }
}

/** A machine without a live version has no scores. */
function noneIfNotWatched(scores: Scores): Scores | null {
  return scores.version ? scores : null;
}
