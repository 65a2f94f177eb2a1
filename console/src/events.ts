import { type Api, CallFailed } from "./api";

/** One server-sent event. */
export type Message = { id: string; event: string; data: string };

/** Reads server-sent events from a body: EventSource cannot send the key in a header, fetch can. */
export async function* messages(
  body: ReadableStream<Uint8Array>,
  onBytes: () => void = () => {},
): AsyncGenerator<Message> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let id = "";
  let event = "";
  let data: string[] = [];
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onBytes();
      text += decoder.decode(value, { stream: true });
      // A carriage return at the end may be the first half of a line's end: wait for the rest.
      const complete = text.endsWith("\r") ? text.slice(0, -1) : text;
      const lines = complete.split(/\r\n|\r|\n/);
      text = (lines.pop() ?? "") + text.slice(complete.length);
      for (const line of lines) {
        if (line === "") {
          if (data.length > 0) yield { id, event: event || "message", data: data.join("\n") };
          event = "";
          data = [];
          continue;
        }
        const colon = line.indexOf(":");
        const field = colon < 0 ? line : line.slice(0, colon);
        const rest = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
        if (field === "id") id = rest;
        else if (field === "event") event = rest;
        else if (field === "data") data.push(rest);
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

export type Connection = "connecting" | "live" | "lost";

export type Follower = {
  /** The last sequence already seen, empty for none. */
  after: string;
  onMessage: (message: Message) => void;
  onConnection: (state: Connection) => void;
  /** The key is no longer accepted: there is no use in trying again. */
  onRefused: (failure: CallFailed) => void;
};

const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 15_000;

/** The server shows every 15 seconds that it is alive; after three of them missing the line is dead. */
const SILENCE_MS_MAX = 45_000;

/** Follows the journal until stopped; after a break it goes on where it was. */
export function follow(api: Api, follower: Follower): () => void {
  const stopped = new AbortController();
  let last = follower.after;

  async function once(): Promise<void> {
    const silent = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), SILENCE_MS_MAX);
    };
    const headers = new Headers({ Accept: "text/event-stream" });
    if (last !== "") headers.set("Last-Event-ID", last);
    alive();
    try {
      const signal = AbortSignal.any([stopped.signal, silent.signal]);
      const response = await api.open("events", { headers, signal });
      if (!response.body) return;
      follower.onConnection("live");
      for await (const message of messages(response.body, alive)) {
        if (message.id !== "") last = message.id;
        follower.onMessage(message);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  async function forever(): Promise<void> {
    let pause = RETRY_MS_MIN;
    while (!stopped.signal.aborted) {
      const before = last;
      try {
        await once();
      } catch (error) {
        if (stopped.signal.aborted) return;
        if (error instanceof CallFailed && [401, 403].includes(error.problem.status)) {
          follower.onRefused(error);
          return;
        }
      }
      if (stopped.signal.aborted) return;
      follower.onConnection("lost");
      if (last !== before) pause = RETRY_MS_MIN;
      await new Promise((resume) => setTimeout(resume, pause));
      pause = Math.min(pause * 2, RETRY_MS_MAX);
    }
  }

  follower.onConnection("connecting");
  void forever();
  return () => stopped.abort();
}
