import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../src/App.tsx";
import { language } from "../src/language.ts";
import { KEY, type MockServer, VIEWER_KEY } from "./mock/server.ts";
import { serving, until } from "./serving.ts";

// There is no canvas here; what the chart draws is looked at in a browser.
vi.mock("../src/chart.ts", () => ({
  TrendChart: class {
    draw() {}
    remove() {}
  },
}));

let server: MockServer;
let restore: () => void;
let place: HTMLElement;

beforeEach(() => {
  ({ server, restore } = serving());
  language.value = "en";
  sessionStorage.clear();
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  render(null, place);
  place.remove();
  restore();
});

function openWith(key: string): void {
  location.hash = `#key=${key}`;
  render(<App />, place);
}

const text = (selector: string) => place.querySelector(selector)?.textContent ?? "";
const button = (name: string, within = "body") =>
  [...document.querySelectorAll<HTMLButtonElement>(`${within} button`)].find(
    (one) => one.textContent === name,
  );
const asked = (method: string) => server.asked.filter((one) => one.method === method);

test("takes the key out of the address and shows every section", async () => {
  openWith(KEY);
  await until("the findings", () => text("#findings").includes("Kühleraustritt"));
  await until("the ledger", () => text("#ledger").includes("job-5"));
  expect(location.hash).toBe("");
  expect(sessionStorage.getItem("werkmeister.key")).toBe(KEY);
  expect(text("#machines")).toContain("1 open finding");
  expect(text("#models")).toContain("Would have raised 23 findings in 52 weeks");
  expect(text("#jobs")).toContain("Waits for 2 CPU cores");
  expect(text("#site")).toContain("running now1");
  expect(text("#statement")).toContain("12/03/2026");
  expect(text("#statement")).toContain("€4.50");
  expect(document.querySelectorAll("#statement .lane")).toHaveLength(2);
  expect(text("footer")).toContain("Advisory only, never a safety function.");
});

test("says that a key is not known and asks again", async () => {
  openWith("wm_wrong");
  await until("the complaint", () => text("[role=alert]").includes("does not know this key"));
  expect(sessionStorage.getItem("werkmeister.key")).toBeNull();
});

test("speaks German at a click, the page's language too", async () => {
  openWith(KEY);
  await until("the findings", () => text("#findings").includes("Kühleraustritt"));
  button("DE")?.click();
  await until("German", () => text("#findings").includes("Kühleraustritt 47,2 °C statt 36,4 °C"));
  expect(text("#machines")).toContain("1 offener Befund");
  expect(document.documentElement.lang).toBe("de");
});

test("a verdict is sent once, with its note, and the finding is no longer open", async () => {
  openWith(KEY);
  const note = await until("the question", () =>
    place.querySelector<HTMLInputElement>("#findings .question input"),
  );
  note.value = "cooler was dirty";
  button("Confirmed", ".question")?.click();
  await until("the answer", () => text(".said").includes("finding-7: Confirmed"));
  expect(asked("POST").map((one) => [one.path, one.body])).toEqual([
    ["findings/finding-7/verdict", { verdict: "CONFIRMED", note: "cooler was dirty" }],
  ]);
  expect(asked("POST")[0]?.headers.get("Idempotency-Key")).toMatch(/^console-[0-9a-f]{32}$/);
  await until("the next one", () => text(".finding").includes("finding-6"));
  expect(text("#findings")).not.toContain("finding-7");
});

test("a lost answer is asked for again with the same key", async () => {
  openWith(KEY);
  await until("the question", () => place.querySelector(".question"));
  const whole = globalThis.fetch;
  let lost = 0;
  globalThis.fetch = async (input, init) => {
    const answer = await whole(input, init);
    if (init?.method === "POST" && lost++ === 0) throw new TypeError("connection reset");
    return answer;
  };
  button("Known", ".question")?.click();
  await until("the answer", () => text(".said").includes("finding-7: Known"));
  const keys = asked("POST").map((one) => one.headers.get("Idempotency-Key"));
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
});

test("a viewer reads and is told what acting takes", async () => {
  openWith(VIEWER_KEY);
  await until("the findings", () => text("#findings").includes("Kühleraustritt"));
  expect(place.querySelector(".question")).toBeNull();
  expect(text("#findings")).toContain("role ENGINEER");
  expect(button("Release")).toBeUndefined();
});

test("what happens elsewhere appears by itself", async () => {
  openWith(KEY);
  await until("the connection", () => text(".connection") === "live");
  server.plant.judge("finding-7", "KNOWN", "");
  server.happen("serving.VerdictGiven", { finding: "finding-7" });
  await until("the journal's entry", () => text("#journal li").includes("Verdict given"));
  await until("the closed finding", () => !text("#findings").includes("finding-7"));
});

test("a release asks for a reason and sends it", async () => {
  openWith(KEY);
  (await until("the button", () => button("Release", "#models"))).click();
  const reason = await until("the dialog", () => place.querySelector<HTMLInputElement>("dialog input"));
  reason.value = "good enough";
  place.querySelector<HTMLFormElement>("dialog form")?.requestSubmit();
  await until("the answer", () => text(".said").includes("press-3/v2 is live"));
  expect(asked("POST").map((one) => [one.path, one.body])).toEqual([
    ["versions/press-3/2/release", { reason: "good enough" }],
  ]);
});

test("a part that cannot be loaded says so and is there after another try", async () => {
  const whole = globalThis.fetch;
  let broken = true;
  globalThis.fetch = async (input, init) =>
    broken && String(input).includes("/jobs") ? new Response("", { status: 503 }) : whole(input, init);
  openWith(KEY);
  await until("the complaint", () => text("#jobs").includes("could not be loaded"));
  broken = false;
  button("Try again", "#jobs")?.click();
  await until("the jobs", () => text("#jobs").includes("train press-1"));
});

test("an empty site says what to do first", async () => {
  server.plant.machines.length = 0;
  server.plant.findings.length = 0;
  openWith(KEY);
  await until("the advice", () => text("#machines").includes("werkmeister import"));
  await until("the empty trend", () => text("#trend").includes("Choose a machine"));
});

function drop(file: File): void {
  const event = new Event("drop", { bubbles: true, cancelable: true });
  Object.assign(event, { dataTransfer: { files: [file] } });
  place.querySelector("#import")?.dispatchEvent(event);
}

test("a dropped file is understood, read the other way at a click, and imported", async () => {
  openWith(KEY);
  await until("the machines", () => text("#machines").includes("1 open finding"));
  drop(new File(["Zeit;Systemdruck"], "Presse Süd.csv"));
  await until("the account", () => text("#import h2") === "This is what I understood");
  expect(text("#import")).toContain("4,800 rows, 2 signals");
  expect(text("#import .questions")).toContain("read as the decimal mark");
  expect(text("#import .remarks")).toContain("Off about 12 % of the time.");
  expect(place.querySelectorAll("#import .course")).toHaveLength(1);
  button("Read it the other way")?.click();
  await until("the other reading", () => !text("#import .questions").includes("decimal mark"));
  expect(text("#import .facts")).toContain("Decimal markpoint");
  button("Import")?.click();
  await until("the import", () => text("#import .kept").includes("9,240 readings are new"));
  const sent = asked("POST").map((one) => `${one.path} ${one.query.get("decimal")}`);
  expect(sent).toEqual([
    "understand null",
    "understand point",
    "machines null",
    "machines/presse-sued/imports point",
  ]);
});

test("a file without a time says that it has no place in a machine's history", async () => {
  openWith(KEY);
  await until("the machines", () => text("#machines").includes("1 open finding"));
  server.timeless = true;
  drop(new File(["a;b"], "rows.csv"));
  await until("the account", () => text("#import .complaint").includes("no place in a machine"));
  expect(button("Import")).toBeUndefined();
});

test("a viewer is not asked for files", async () => {
  openWith(VIEWER_KEY);
  await until("the machines", () => text("#machines").includes("1 open finding"));
  expect(place.querySelector("#import")).toBeNull();
});

test("answers stand with their pictures, and a question becomes an order", async () => {
  openWith(KEY);
  await until("the answers", () => text("#outlook").includes("Remaining life: 42 days."));
  expect(text("#outlook")).toContain("What comes next: Öltemperatur");
  expect(place.querySelector(".ahead-line")?.getAttribute("points")?.split(" ")).toHaveLength(3);
  expect(text("#outlook .cycles")).toMatch(/812.*stumpf.*88.*811.*gut.*97/s);
  expect(text("#outlook figure")).toContain("49 °C – 55 °C".replaceAll(" °", "\u202f°"));
  const life = place.querySelector(".life rect");
  expect(Number(life?.getAttribute("x"))).toBeCloseTo((672 / 1464) * 600);

  const choice = await until("the question", () => place.querySelector<HTMLSelectElement>("#outlook select"));
  choice.value = "LIFE";
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  await until("the sisters", () => text("#outlook header").includes("other machines"));
  button("Ask", "#outlook")?.click();
  await until("the answer", () => text(".said").includes("is being learned"));
  expect(orders()).toEqual([
    ["orders", { machine: "press-1", intent: "LIFE", sisters: ["press-2", "press-3"] }],
  ]);
});

const orders = () => asked("POST").map((one) => [one.path, one.body]);
const named = (name: string) =>
  [...document.querySelectorAll<HTMLInputElement>("#outlook input, #outlook select")].find(
    (one) => one.getAttribute("aria-label") === name || one.closest("label")?.textContent?.startsWith(name),
  );

/** The article that answers one question. */
const answer = (title: string) =>
  until(title, () =>
    [...place.querySelectorAll<HTMLElement>("#outlook .answer")].find((one) =>
      one.querySelector("strong")?.textContent?.startsWith(title),
    ),
  );

function press(within: HTMLElement, name: string): void {
  const found = [...within.querySelectorAll("button")].find((one) => one.textContent === name);
  if (!found) throw new Error(`no button (${name}) in: ${within.textContent}`);
  found.click();
}

function fill(within: HTMLElement, selector: string, value: string): void {
  const field = within.querySelector<HTMLInputElement>(selector);
  if (!field) throw new Error(`no field (${selector}) in: ${within.textContent}`);
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

test("right is one click, of the answer that stands there, and then who said it", async () => {
  openWith(KEY);
  const forecast = await answer("What comes next");
  expect(forecast.textContent).toContain("Was the answer as of 14/03/2026");
  press(forecast, "Right");
  await until("the answer", () => text(".said").includes(": Right. A truth counts"));
  expect(orders()).toEqual([
    [
      "machines/press-1/outlooks/verdict",
      { topic: "forecast Öltemperatur", asOf: "2026-03-14T06:20:00Z", verdict: "RIGHT" },
    ],
  ]);
  await until("the verdict", () => forecast.querySelector(".verdict")?.textContent?.includes("by 8f3a"));
  expect(forecast.querySelector(".question")).toBeNull();
  press(forecast, "Change");
  await until("the question", () => forecast.querySelector(".question"));
  press(forecast, "Wrong");
  await until("the other verdict", () => forecast.querySelector(".badge.wrong"));
  expect(orders()[1]?.[1]).toMatchObject({ verdict: "WRONG", replace: true });
});

test("whoever names the true class leaves it to the server whether that makes the answer right", async () => {
  openWith(KEY);
  const told = await until("the class", () =>
    [...place.querySelectorAll<HTMLElement>("#outlook .answer")].find((one) =>
      one.textContent?.includes("Was “normal” right"),
    ),
  );
  const known = [...told.querySelectorAll("datalist option")].map((one) => one.getAttribute("value"));
  expect(known).toEqual(["normal", "Pumpenschaden"]);
  fill(told, "input[list]", "Lagerschaden");
  fill(told, ".more-times label:last-of-type input", "2026-03-14T05:00");
  const note = told.querySelector<HTMLInputElement>(".question input[maxlength='500']");
  if (note) note.value = "bearing was loud";
  await until("the button", () => told.textContent?.includes("It was “Lagerschaden”"));
  press(told, "It was “Lagerschaden”");
  await until("the verdict", () => told.querySelector(".badge.wrong"));
  expect(orders()[0]?.[1]).toEqual({
    topic: "classify",
    asOf: "2026-03-14T06:20:00Z",
    since: "2026-03-14T04:00:00.000Z",
    trueClass: "Lagerschaden",
    note: "bearing was loud",
  });
  expect(told.querySelector(".verdict")?.textContent).toContain("it was “Lagerschaden”");
});

test("a failure is told in the machine's local time, and earlier verdicts can be read", async () => {
  openWith(KEY);
  const life = await answer("Remaining life");
  expect(life.querySelector(".earlier summary")?.textContent).toBe("1 verdict on an earlier answer");
  expect(life.querySelector(".earlier")?.textContent).toMatch(
    /Wrong.*it failed on 22\/02\/2026.*pump seized/,
  );
  expect(life.textContent).toContain("(local time, Europe/Berlin)");
  fill(life, ".question > .truth input", "2026-03-15T08:00");
  fill(life, ".more-times input", "2026-03-01T12:00");
  const tell = await until("the button", () => life.querySelector(".verdicts.one button"));
  expect(tell.textContent?.replaceAll("\u202f", " ")).toMatch(
    /It failed on 15\/03\/2026, 08:00 (CET|GMT\+1)/,
  );
  (tell as HTMLButtonElement).click();
  await until("the answer", () => text(".said").includes(": Wrong."));
  expect(orders()[0]?.[1]).toEqual({
    topic: "life",
    asOf: "2026-03-01T11:00:00.000Z",
    failedAt: "2026-03-15T07:00:00.000Z",
  });
});

test("each cycle is judged by itself: right at once, wrong with its class", async () => {
  openWith(KEY);
  const cycles = await answer("Class: Stempel");
  const row = (cycle: string) =>
    [...cycles.querySelectorAll<HTMLElement>("tbody tr")].find(
      (one) => one.querySelector("td")?.textContent === cycle,
    ) as HTMLElement;
  press(row("811"), "Right");
  await until("the first verdict", () => cycles.querySelector(".badge.right"));
  press(row("812"), "Wrong …");
  const form = await until("the form", () => cycles.querySelector<HTMLElement>(".question"));
  expect(form.textContent).toContain("Hub 812: was “stumpf” right?");
  fill(form, "input[list]", "gebrochen");
  await until("the button", () => form.textContent?.includes("It was “gebrochen”"));
  press(form, "It was “gebrochen”");
  await until("the second verdict", () => cycles.querySelector(".badge.wrong"));
  const asOf = "2026-03-14T06:20:00Z";
  expect(orders().map(([, body]) => body)).toEqual([
    { topic: "classify Stempel", asOf, cycle: "811", verdict: "RIGHT" },
    { topic: "classify Stempel", asOf, cycle: "812", trueClass: "gebrochen" },
  ]);
  expect(cycles.querySelectorAll(".said-row")).toHaveLength(2);
});

test("who comes second is told what was said, and may replace it", async () => {
  openWith(KEY);
  const life = await answer("Remaining life");
  server.plant.judgeAnswer({ topic: "life", verdict: "RIGHT", note: "from the other desk" });
  fill(life, ".question > .truth input", "2026-03-15T08:00");
  const tell = await until("the button", () => life.querySelector<HTMLElement>(".verdicts.one button"));
  tell.click();
  await until("the refusal", () => text(".said.failed").includes("already judged RIGHT"));
  await until("the other's words", () => life.textContent?.includes("from the other desk"));
  press(life, "Replace the earlier verdict");
  await until("the verdict", () => life.querySelector(".judgement .badge.wrong"));
  expect(server.plant.answerVerdicts.filter((one) => one.from === "2026-03-14T06:20:00Z")).toHaveLength(1);
});

test("a viewer reads what was said of answers and has nothing to press there", async () => {
  server.plant.judgeAnswer({ topic: "classify", verdict: "RIGHT" });
  openWith(VIEWER_KEY);
  await answer("Remaining life");
  expect(place.querySelector("#outlook .judgement .badge.right")).not.toBeNull();
  expect(text("#outlook .earlier")).toContain("pump seized");
  expect(place.querySelectorAll("#outlook button")).toHaveLength(0);
});

function choose(name: string, value: string): void {
  const field = named(name) as unknown as HTMLSelectElement;
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

test("classes are asked of cycles by a signal, of single samples, or as it is found out", async () => {
  openWith(KEY);
  await answer("Remaining life");
  choose("Question", "CLASSIFY");
  await until("the group", () => named("What tells cycles apart"));
  for (const group of ["?", "-", "=Zykluszeit"]) {
    choose("What tells cycles apart", group);
    button("Ask", "#outlook")?.click();
    await until(group, () => orders().length === ["?", "-", "=Zykluszeit"].indexOf(group) + 1);
    await until("the end", () => button("Ask", "#outlook")?.disabled === false);
  }
  const classify = { machine: "press-1", intent: "CLASSIFY" };
  expect(orders()).toEqual([
    ["orders", classify],
    ["orders", { ...classify, group: "" }],
    ["orders", { ...classify, group: "Zykluszeit" }],
  ]);
});

test("several machines share a training, or have one each, or take over what others share", async () => {
  openWith(KEY);
  await answer("Remaining life");
  choose("Question", "LIFE");
  const tick = (name: string) => (named(name) as HTMLInputElement).click();
  await until("the table", () => named("Press 2: ask about it"));
  choose("Training", "true");
  button("Ask", "#outlook")?.click();
  await until("the version", () => text(".said").includes("press-1/v1 waits among the models"));
  tick("Press 2: ask about it");
  await until("the count", () =>
    text("#outlook .order").includes("asked about 2 machines, learned from 1 other"),
  );
  tick("each of those asked about learns");
  choose("Training", "false");
  button("Ask", "#outlook")?.click();
  await until("the answer", () => text(".said").includes("ordered for 2 machines"));
  expect(orders()).toEqual([
    ["orders", { machine: "press-1", intent: "LIFE", sisters: ["press-2", "press-3"], shared: true }],
    [
      "arrays",
      {
        machines: ["press-1", "press-2"],
        together: true,
        shared: false,
        each: { intent: "LIFE", sisters: ["press-3"] },
      },
    ],
  ]);
});

test("watching is ordered without an intent, and a shared version says with whom", async () => {
  openWith(KEY);
  await answer("Remaining life");
  choose("Question", "WATCH");
  (await until("the button", () => button("Order", "#outlook"))).click();
  await until("the answer", () => text(".said").includes("is being learned"));
  expect(orders()).toEqual([["orders", { machine: "press-1" }]]);
  expect(text("#models")).toContain("Trained together with Press 1, Press 2 (order-4).");
});
