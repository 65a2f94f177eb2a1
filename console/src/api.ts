import type { Problem } from "./wire";

/** A call that did not succeed. Status 0: the server could not be reached at all. */
export class CallFailed extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
  }

  get unreachable(): boolean {
    return this.problem.status === 0;
  }
}

export type Credentials = { key: string; tenant?: string | undefined };

/** Calls below /api/v1 with one key. The address is relative, so that a proxy may put the whole under a path. */
export class Api {
  constructor(
    private readonly credentials: Credentials,
    private readonly base = new URL("../api/v1/", document.baseURI),
  ) {}

  get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.json<T>(path, signal ? { signal } : {});
  }

  /** Every page of a list, up to a limit: the console shows what people look at, not everything there is. */
  async list<T>(path: string, pagesMax = 5): Promise<T[]> {
    const items: T[] = [];
    let after: string | undefined;
    for (let page = 0; page < pagesMax; page++) {
      const query = new URLSearchParams({ limit: "1000", ...(after === undefined ? {} : { after }) });
      const answer = await this.get<{ items: T[]; next?: string | null }>(
        `${path}${path.includes("?") ? "&" : "?"}${query}`,
      );
      items.push(...answer.items);
      if (answer.next === undefined || answer.next === null) break;
      after = String(answer.next);
    }
    return items;
  }

  /** The key says which click this is: a repeated call with the same key has no second effect. */
  post<T>(path: string, body: unknown, idempotencyKey: string): Promise<T> {
    return this.json<T>(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "Idempotency-Key": idempotencyKey },
    });
  }

  /** Sends a file. Only this old kind of call tells how much of it has gone, so that a bar can grow. */
  send<T>(path: string, file: Blob, onSent: (share: number) => void, stop?: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const call = new XMLHttpRequest();
      call.open("POST", new URL(path, this.base).href);
      call.setRequestHeader("Authorization", `Bearer ${this.credentials.key}`);
      call.setRequestHeader("Content-Type", "application/octet-stream");
      if (this.credentials.tenant) call.setRequestHeader("Werkmeister-Tenant", this.credentials.tenant);
      call.upload.onprogress = (sent) => onSent(sent.total > 0 ? sent.loaded / sent.total : 1);
      call.onload = () => {
        if (call.status < 300) resolve(JSON.parse(call.responseText) as T);
        else reject(new CallFailed(problemIn(call.responseText, call.status, call.statusText)));
      };
      call.onerror = () => reject(new CallFailed({ title: "unreachable", status: 0 }));
      call.onabort = () => reject(new DOMException("stopped", "AbortError"));
      stop?.addEventListener("abort", () => call.abort());
      call.send(file);
    });
  }

  async open(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("Authorization", `Bearer ${this.credentials.key}`);
    if (this.credentials.tenant) headers.set("Werkmeister-Tenant", this.credentials.tenant);
    let response: Response;
    try {
      response = await fetch(new URL(path, this.base).href, { ...init, headers });
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw new CallFailed({ title: "unreachable", status: 0 });
    }
    if (!response.ok) throw new CallFailed(await problemOf(response));
    return response;
  }

  private async json<T>(path: string, init: RequestInit): Promise<T> {
    const response = await this.open(path, init);
    return (await response.json()) as T;
  }
}

async function problemOf(response: Response): Promise<Problem> {
  return problemIn(await response.text().catch(() => ""), response.status, response.statusText);
}

function problemIn(text: string, status: number, statusText: string): Problem {
  const title = statusText || String(status);
  try {
    const problem = JSON.parse(text) as Partial<Problem>;
    return { ...problem, title: problem.title ?? title, status };
  } catch {
    return { title, status };
  }
}

/** randomUUID exists only on https and localhost; a plant's server may have neither. */
export function freshIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `console-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
