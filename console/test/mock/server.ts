import type { ImportDone, JournalEntry, Look, Role } from "../../src/wire";
import { NOW, Plant } from "./plant.ts";

export const KEY = "wm_demo1234_mock";
export const VIEWER_KEY = "wm_viewer12_mock";

export type Asked = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: unknown;
};
export type Answer = { status: number; body: unknown };

/** The API without the engine: the routes that the console calls, over a made-up plant. */
export class MockServer {
  readonly plant = new Plant();
  readonly asked: Asked[] = [];
  /** Whether files that are looked at have no column with a time. */
  timeless = false;
  private readonly listeners = new Set<(entry: JournalEntry) => void>();
  private readonly answered = new Map<string, Answer>();

  answer(asked: Asked): Answer {
    this.asked.push(asked);
    const role = roleOf(asked.headers.get("Authorization"));
    if (asked.path === "health") return this.health();
    if (!role) return problem(401, "The key is not known.");
    if (asked.method === "GET") return this.read(asked, role);
    if (role === "VIEWER") return problem(403, "This needs the role ENGINEER; your key has the role VIEWER.");
    if (asked.path === "understand") return ok(this.lookAt(asked.query));
    if (asked.path.endsWith("imports")) return { status: 201, body: importOf(asked.path) };
    const once = asked.headers.get("Idempotency-Key");
    if (!once) return problem(400, "The header Idempotency-Key is missing.");
    const before = this.answered.get(once);
    if (before) return before;
    const answer = this.change(asked);
    this.answered.set(once, answer);
    return answer;
  }

  /** What comes after a sequence, then everything new, until stopped. */
  follow(after: number, listener: (entry: JournalEntry) => void): () => void {
    for (const entry of this.plant.journal) if (entry.sequence > after) listener(entry);
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  happen(type: string, payload: unknown): void {
    const entry = this.plant.record(type, payload);
    for (const listener of this.listeners) listener(entry);
  }

  private health(): Answer {
    const { length } = this.plant.journal;
    return ok({ status: "ok", version: "0.1.0", journal: { events: length }, uptimeSeconds: 60 });
  }

  private read({ path, query }: Asked, role: Role): Answer {
    const { plant } = this;
    if (path === "ledger/statement") return ok(plant.statement);
    const [room, id, what, more] = path.split("/");
    if (what === "outlooks" && more === "verdicts")
      return items(id === "press-1" ? plant.answerVerdicts : []);
    switch (what ?? room) {
      case "me":
        return ok({ tenant: "demo", role, prefix: "demo1234" });
      case "machines":
        return items(plant.machinesNow());
      case "trend":
        return this.trend(id ?? "", query);
      case "outlooks":
        return ok({ outlooks: id === "press-1" ? plant.outlooksNow() : [] });
      case "scores":
        return this.scores(id ?? "", query);
      case "findings":
        return items(plant.findings);
      case "jobs":
        return items(plant.jobs);
      case "site":
        return ok(plant.site);
      case "ledger":
        return ok(plant.ledger);
      case "journal":
        return items(plant.journal.filter((entry) => entry.sequence > Number(query.get("after"))));
    }
    if (path === "versions") return items(plant.versions);
    if (path.endsWith("/comparison")) return ok(COMPARISON);
    return problem(404, `There is no route (${path}).`);
  }

  private trend(machine: string, query: URLSearchParams): Answer {
    const name = query.get("signal") ?? "";
    const unit = this.plant.machines[0]?.signals.find((one) => one.name === name)?.unit ?? "";
    const grid = gridOf(query);
    const near = (at: number) => [0, 0.25, 0.5, 0.75].map((share) => at + share * grid.step);
    const values = grid.times.map((at) => near(at).map((one) => this.plant.valueAt(machine, name, one)));
    return ok({
      signal: name,
      unit,
      from: query.get("from"),
      to: query.get("to"),
      times: grid.times,
      min: values.map((some) => Math.min(...some)),
      max: values.map((some) => Math.max(...some)),
    });
  }

  private scores(machine: string, query: URLSearchParams): Answer {
    const version = this.plant.machines.find((one) => one.machine === machine)?.liveVersion;
    if (!version) return ok({ times: [], max: [] });
    const { times } = gridOf(query);
    return ok({ version, threshold: 1.24, times, max: times.map((at) => this.plant.scoreAt(machine, at)) });
  }

  private change({ path, body }: Asked): Answer {
    const [room, id, , what] = path.split("/");
    const sent = (body ?? {}) as Record<string, string>;
    if (room === "findings" && id) {
      const found = this.plant.judge(id, sent.verdict as "CONFIRMED", sent.note ?? "");
      if (!found) return problem(404, `There is no finding (${id}).`);
      this.tellLast();
      return ok(found);
    }
    if (room === "machines" && what === "verdict") return this.judgeAnswer(sent);
    if (room === "machines") return { status: 201, body: { machine: sent.machine } };
    if (room === "versions") return this.putLive(path, what ?? "");
    if (room === "orders") {
      const taken = sent.shared ? { version: `${sent.machine}/v1` } : { job: "job-9" };
      return { status: 201, body: { order: { id: "order-9" }, ...taken } };
    }
    if (room === "arrays") return { status: 201, body: { array: "array-2", orders: [] } };
    if (room === "jobs") return problem(409, `The job (${id}) has ended. Maybe it is another one.`);
    return problem(404, `There is no route (${path}).`);
  }

  private judgeAnswer(sent: Record<string, string>): Answer {
    const judged = this.plant.judgeAnswer(sent);
    if (!judged) return problem(404, `No version answers (${sent.topic}).`);
    if ("inTheWay" in judged) {
      const { topic, from, kind, by } = judged.inTheWay;
      return problem(
        409,
        `The answer to (${topic}) as of (${from}) was already judged ${kind} by (${by}): replace the verdict explicitly.`,
      );
    }
    this.tellLast();
    return ok(judged);
  }

  private putLive(path: string, what: string): Answer {
    const [, machine, number] = path.split("/");
    const version = this.plant.versions.find(
      (one) => one.machine === machine && one.number === Number(number),
    );
    if (!version) return problem(404, `There is no version (${machine}/v${number}).`);
    if (what !== "shadow") {
      for (const one of this.plant.versions) {
        if (one.machine === machine && one.state === "LIVE") one.state = "RETIRED";
      }
    }
    version.state = what === "shadow" ? "SHADOW" : "LIVE";
    this.happen("serving.VersionReleased", { version: version.id });
    return ok(version);
  }

  private lookAt(query: URLSearchParams): Look {
    const look = lookAt(query);
    return this.timeless
      ? { understood: { ...look.understood, format: { ...look.understood.format, timeColumn: null } } }
      : look;
  }

  private tellLast(): void {
    const entry = this.plant.journal.at(-1);
    if (entry) for (const listener of this.listeners) listener(entry);
  }
}

/** A file whose decimal mark is unsure until somebody says it. */
function lookAt(query: URLSearchParams): Look {
  const times = Array.from({ length: 80 }, (_, index) => NOW + index * 600_000);
  const wave = times.map((_, index) => 180 + 12 * Math.sin(index / 6));
  const decimal = query.get("decimal") ?? "comma";
  const column = { unit: "bar", count: 4800, missing: 0, min: 168, max: 192, constant: false };
  const question =
    "Every comma in the numbers stands before three digits: it was read as the decimal mark. If that is wrong, say --decimal point.";
  return {
    understood: {
      file: query.get("name") ?? "",
      format: {
        separator: ";",
        decimal: decimal === "comma" ? "," : ".",
        encoding: "windows-1252",
        header: true,
        layout: "wide",
        timeColumn: "Zeit",
        timeFormat: "dd.MM.yyyy HH:mm:ss",
        zone: query.get("zone"),
      },
      rows: 4800,
      rejected: [{ row: 17, column: "Systemdruck", value: "12,3,4", reason: "no number" }],
      rejectedTotal: 1,
      start: new Date(NOW).toISOString(),
      end: new Date(NOW + 79 * 600_000).toISOString(),
      periodSeconds: 10,
      machines: [],
      signals: [
        { ...column, name: "Systemdruck", type: "number" },
        { ...column, name: "Pumpe läuft", type: "flag", unit: "", count: 4440, missing: 360, min: 0, max: 1 },
        { ...column, name: "Bemerkung", type: "text", unit: "", min: null, max: null },
      ],
      findings: [
        {
          kind: "OffTimes",
          where: "Systemdruck",
          text: "Off about 12 % of the time.",
          de: "Steht etwa 12 % der Zeit.",
        },
      ],
      questions: query.has("decimal") ? [] : [question],
    },
    overview: {
      times,
      signals: [
        { name: "Systemdruck", min: wave.map((value) => value - 3), max: wave.map((value) => value + 3) },
      ],
    },
  };
}

function importOf(path: string): ImportDone {
  const machine = path.split("/")[1] ?? "";
  const readings = { added: 9240, same: 0, changed: 0 };
  return { id: "import-4", machine, rows: 4800, rejected: 1, repeated: false, readings };
}

const COMPARISON = {
  live: "press-1/v1",
  shadow: "press-1/v2",
  liveFindings: 6,
  shadowFindings: 4,
  confirmedCaught: { live: 2, shadow: 2 },
  falseAlarms: { live: 2, shadow: 0 },
  better: true,
  reason: "It caught the same 2 confirmed findings with 2 false alarms fewer.",
};

function roleOf(authorization: string | null): Role | undefined {
  if (authorization === `Bearer ${KEY}`) return "ENGINEER";
  return authorization === `Bearer ${VIEWER_KEY}` ? "VIEWER" : undefined;
}

function gridOf(query: URLSearchParams): { times: number[]; step: number } {
  const from = Date.parse(query.get("from") ?? "");
  const to = Date.parse(query.get("to") ?? "");
  const points = Number(query.get("points"));
  const step = Math.max((to - from) / points, 600_000);
  const times: number[] = [];
  for (let at = from; at <= to; at += step) times.push(Math.round(at));
  return { times, step };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function items(list: unknown[]): Answer {
  return ok({ items: list });
}

function problem(status: number, detail: string): Answer {
  return { status, body: { type: "about:blank", title: "Refused", status, detail } };
}
