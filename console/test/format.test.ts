import { afterEach, expect, test } from "vitest";
import { dateTime, duration, instantOf, money, number, quantity, tick, zoneNames } from "../src/format.ts";
import { language } from "../src/language.ts";

afterEach(() => {
  language.value = "en";
});

/** Narrow and no-break spaces are spaces to the reader of a test. */
const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, " ");

test.each([
  [0, "0 s"],
  [812, "0.81 s"],
  [4_410, "4.4 s"],
  [61_000, "1 min 1 s"],
  [3_600_000, "1 h"],
  [118_800_000, "1 d 9 h"],
  [31 * 86_400_000, "31 d"],
])("tells %i ms as %s", (milliseconds, expected) => {
  expect(plain(duration(milliseconds))).toBe(expected);
});

test.each([
  ["en", 27, "0.0027 ct"],
  ["de", 27, "0,0027 ct"],
  ["en", 0, "€0.00"],
  ["de", 12_500_000, "12,50 €"],
] as const)("tells money in %s: %i millionths are %s", (chosen, microEuros, expected) => {
  language.value = chosen;
  expect(plain(money({ microEuros }))).toBe(expected);
});

test("writes numbers as the language does, with the unit's usual sign", () => {
  expect(plain(quantity(47.23456, "Cel"))).toBe("47.23 °C");
  language.value = "de";
  expect(plain(quantity(1234.5, "L/min"))).toBe("1.235 l/min");
  expect(number(Number.NaN)).toBe("–");
});

test("tells a machine's time in the machine's zone and names the zone", () => {
  language.value = "de";
  expect(dateTime("2026-03-14T06:20:00Z", "Europe/Berlin")).toBe("14.03.2026, 07:20 MEZ");
  expect(dateTime("2026-07-14T06:20:00Z", "Europe/Berlin")).toBe("14.07.2026, 08:20 MESZ");
});

test("survives a zone that this browser does not know", () => {
  expect(dateTime("2026-03-14T06:20:00Z", "Mars/Olympus")).toBe("14/03/2026, 06:20 UTC");
});

test("labels the trend as finely as the distance between labels asks", () => {
  const at = Date.parse("2026-03-14T06:20:00Z");
  expect(tick(at, 1_000, "UTC")).toBe("06:20:00");
  expect(tick(at, 3_600_000, "UTC")).toBe("06:20");
  expect(tick(at, 86_400_000, "UTC")).toBe("14/03");
  expect(tick(at, 90 * 86_400_000, "UTC")).toBe("Mar 26");
  expect(tick(at, 365 * 86_400_000, "UTC")).toBe("2026");
});

test("names the zone of a span, and both names where the clocks were changed", () => {
  language.value = "de";
  const winter = Date.parse("2026-01-10T00:00:00Z");
  const summer = Date.parse("2026-07-10T00:00:00Z");
  expect(zoneNames(winter, winter + 86_400_000, "Europe/Berlin")).toBe("MEZ");
  expect(zoneNames(winter, summer, "Europe/Berlin")).toBe("MEZ/MESZ");
});

test.each([
  ["2026-03-14T07:20", "Europe/Berlin", "2026-03-14T06:20:00.000Z"],
  ["2026-07-14T07:20", "Europe/Berlin", "2026-07-14T05:20:00.000Z"],
  ["2026-03-14T07:20:30", "Asia/Kolkata", "2026-03-14T01:50:30.000Z"],
  // The hour that comes twice: the first time, still in summer time.
  ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
  // The hour that is left out.
  ["2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
  ["2026-03-29T03:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
  ["2026-11-01T01:30", "America/New_York", "2026-11-01T05:30:00.000Z"],
  ["2026-03-14T07:20", "No/Where", "2026-03-14T07:20:00.000Z"],
  ["", "Europe/Berlin", undefined],
])("%s on the clocks of %s is %s", (wallTime, zone, expected) => {
  expect(instantOf(wallTime, zone)).toBe(expected);
});
