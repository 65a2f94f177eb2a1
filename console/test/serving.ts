import type { JournalEntry } from "../src/wire.ts";
import { MockServer } from "./mock/server.ts";

/** Puts a mock server behind fetch; answers it and what puts the real fetch back. */
export function serving(): { server: MockServer; restore: () => void } {
  const server = new MockServer();
  const before = globalThis.fetch;
  globalThis.fetch = async (input, init = {}) => {
    const url = new URL(String(input));
    const path = url.pathname.replace(/^.*\/api\/v1\//, "");
    const headers = new Headers(init.headers);
    if (path === "events") return eventStream(server, headers, init.signal ?? undefined);
    const body = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    const answer = server.answer({
      method: init.method ?? "GET",
      path,
      query: url.searchParams,
      headers,
      body,
    });
    return new Response(JSON.stringify(answer.body), { status: answer.status });
  };
  const senderBefore = globalThis.XMLHttpRequest;
  globalThis.XMLHttpRequest = senderTo(server) as unknown as typeof XMLHttpRequest;
  return {
    server,
    restore: () => {
      globalThis.fetch = before;
      globalThis.XMLHttpRequest = senderBefore;
    },
  };
}

/** What sends files: all of it has gone at once. */
function senderTo(server: MockServer) {
  return class {
    readonly upload: { onprogress?: (sent: { loaded: number; total: number }) => void } = {};
    onload: () => void = () => {};
    status = 0;
    statusText = "";
    responseText = "";
    private url = new URL("http://mock");
    private readonly headers = new Headers();
    open(_: string, url: string) {
      this.url = new URL(url);
    }
    setRequestHeader(name: string, value: string) {
      this.headers.set(name, value);
    }
    abort() {}
    send(file: Blob) {
      const path = this.url.pathname.replace(/^.*\/api\/v1\//, "");
      const query = this.url.searchParams;
      const answer = server.answer({ method: "POST", path, query, headers: this.headers, body: file });
      this.upload.onprogress?.({ loaded: file.size, total: file.size });
      this.status = answer.status;
      this.responseText = JSON.stringify(answer.body);
      queueMicrotask(() => this.onload());
    }
  };
}

function eventStream(server: MockServer, headers: Headers, signal: AbortSignal | undefined): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const stop = server.follow(Number(headers.get("Last-Event-ID") ?? 0), (entry) => {
        controller.enqueue(encoder.encode(written(entry)));
      });
      signal?.addEventListener("abort", () => {
        stop();
        controller.close();
      });
    },
  });
  return { ok: true, status: 200, body } as Response;
}

function written(entry: JournalEntry): string {
  return `event: ${entry.type}\nid: ${entry.sequence}\ndata: ${JSON.stringify(entry)}\n\n`;
}

/** Waits until something is so, or says what was not. */
export async function until<T>(what: string, look: () => T | null | undefined | false): Promise<T> {
  for (let attempt = 0; attempt < 2000; attempt++) {
    const seen = look();
    if (seen) return seen;
    await new Promise((resume) => setTimeout(resume, 5));
  }
  throw new Error(`never seen: ${what}`);
}
