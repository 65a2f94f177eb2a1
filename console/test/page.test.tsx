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
  const note = await until("the question", () => place.querySelector<HTMLInputElement>(".question input"));
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
  expect(text("#outlook table")).toMatch(/812.*stumpf.*88.*811.*gut.*97/s);
  expect(text("#outlook figure")).toContain("49 °C – 55 °C".replaceAll(" °", "\u202f°"));
  const life = place.querySelector(".life rect");
  expect(Number(life?.getAttribute("x"))).toBeCloseTo((672 / 1464) * 600);

  const choice = await until("the question", () => place.querySelector<HTMLSelectElement>("#outlook select"));
  choice.value = "LIFE";
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  await until("the sisters", () => text("#outlook header").includes("other machines"));
  button("Ask", "#outlook")?.click();
  await until("the answer", () => text(".said").includes("is being learned"));
  expect(asked("POST").map((one) => [one.path, (one.body as { intent: string }).intent])).toEqual([
    ["orders", "LIFE"],
  ]);
});
