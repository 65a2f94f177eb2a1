import { afterEach, beforeEach, expect, test } from "vitest";
import { Api } from "../src/api.ts";
import { Live } from "../src/live.ts";
import { TrendView } from "../src/trend.ts";
import type { Finding, Machine } from "../src/wire.ts";
import { NOW } from "./mock/plant.ts";
import { KEY, type MockServer } from "./mock/server.ts";
import { serving } from "./serving.ts";

const DAY = 86_400_000;

let server: MockServer;
let restore: () => void;
let view: TrendView;

beforeEach(() => {
  ({ server, restore } = serving());
  const machines = new Live<Machine[]>(async () => server.plant.machinesNow());
  const findings = new Live<Finding[]>(async () => [...server.plant.findings].reverse());
  machines.put(server.plant.machinesNow());
  findings.put([...server.plant.findings].reverse());
  view = new TrendView(new Api({ key: KEY }), machines, findings);
});

afterEach(() => restore());

test("opens where something is to be looked at", () => {
  expect(view.machine.value?.machine).toBe("press-1");
  expect(view.signal.value?.name).toBe("Kühleraustritt");
  expect(view.span.value).toEqual({ from: NOW + 1 - 30 * DAY, to: NOW + 1 });
});

test("shows the findings of the span, first one first", () => {
  expect(view.bands.value.map((finding) => finding.id)).toEqual(["finding-4", "finding-5", "finding-7"]);
  view.view.value = { last: "week" };
  expect(view.bands.value.map((finding) => finding.id)).toEqual(["finding-7"]);
});

test("shows a finding with its surroundings in its first signal", () => {
  const finding = server.plant.findings[0] as Finding;
  view.show(finding);
  expect(view.machine.value?.machine).toBe("press-2");
  expect(view.signal.value?.name).toBe("Pumpenvolumenstrom");
  expect(view.span.value?.from).toBe(Date.parse(finding.from) - DAY);
});

test("zooms around the middle, at most to all there is, at least to a minute", () => {
  view.view.value = { from: NOW - 4 * DAY, to: NOW };
  view.zoom(0.5);
  expect(view.span.value).toEqual({ from: NOW - 3 * DAY, to: NOW - DAY });
  view.zoom(10_000);
  expect(view.view.value).toEqual({ last: "all" });
  view.zoomTo(NOW - 10, NOW);
  expect(view.view.value).toEqual({ last: "all" });
});

test("moves, but not out of the machine's time", () => {
  view.view.value = { from: NOW - 4 * DAY, to: NOW };
  view.move(-0.5);
  expect(view.span.value).toEqual({ from: NOW - 6 * DAY, to: NOW - 2 * DAY });
  view.move(100);
  expect((view.span.value?.from ?? 0) < NOW).toBe(true);
});

test("asks for about a point a pixel, and has no scores without a live version", async () => {
  view.points.value = 500;
  await view.picture.refresh();
  const picture = view.picture.value;
  expect(picture?.trend.times).toHaveLength(501);
  expect(picture?.scores?.threshold).toBe(1.24);
  view.choose("press-3");
  await view.picture.refresh();
  expect(view.picture.value?.scores).toBeNull();
});
