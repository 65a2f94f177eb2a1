import { type ReadonlySignal, signal } from "@preact/signals";
import { CallFailed } from "./api";

/** A section's content: on the way, there, or not to be had (then with what was there before, if anything). */
export type Content<T> =
  | { is: "loading" }
  | { is: "ready"; value: T }
  | { is: "failed"; failure: CallFailed; before?: T };

/** Many events in a moment make one refresh. */
const QUIET_MS = 400;

/** What the server computes for long is asked for less often: so many times as long lies in between. */
const REST = 3;

/** Content that can be fetched again. What is shown stays until the new content is there. */
export class Live<T> {
  private readonly state = signal<Content<T>>({ is: "loading" });
  private newest = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private tookMs = 0;

  constructor(private readonly fetchIt: () => Promise<T>) {}

  get content(): ReadonlySignal<Content<T>> {
    return this.state;
  }

  /** What is known, even if the last refresh failed. */
  get value(): T | undefined {
    return known(this.state.value);
  }

  async refresh(): Promise<void> {
    const mine = ++this.newest;
    const started = performance.now();
    try {
      const value = await this.fetchIt();
      this.tookMs = performance.now() - started;
      if (mine === this.newest) this.state.value = { is: "ready", value };
    } catch (error) {
      if (mine !== this.newest) return;
      if (!(error instanceof CallFailed)) throw error;
      const before = known(this.state.peek());
      this.state.value = { is: "failed", failure: error, ...(before === undefined ? {} : { before }) };
    }
  }

  /** For what happens by itself; what a person asks for is refreshed at once. */
  refreshSoon(): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        void this.refresh();
      },
      Math.max(QUIET_MS, REST * this.tookMs),
    );
  }

  /** New content that came by another way; a fetch still on its way is outdated. */
  put(value: T): void {
    this.newest++;
    this.state.value = { is: "ready", value };
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.newest++;
  }
}

function known<T>(content: Content<T>): T | undefined {
  if (content.is === "ready") return content.value;
  return content.is === "failed" ? content.before : undefined;
}
