import { expect, test } from "vitest";
import { SECTIONS, touched } from "../src/touched.ts";

test.each([
  ["serving.FindingRaised", ["findings", "machines"]],
  ["serving.VerdictGiven", ["findings", "machines"]],
  ["factory.JobQueued", ["jobs", "site"]],
  ["factory.TimeCharged", ["jobs", "ledger", "statement", "versions"]],
  ["learning.VersionPublished", ["versions", "machines"]],
  ["serving.ShadowFindingObserved", ["findings", "machines", "versions"]],
  ["plant.SamplesRecorded", ["machines"]],
  ["serving.AnswerJudged", ["outlooks"]],
  ["serving.GateRecorded", ["versions", "machines"]],
  ["learning.OrderPlaced", ["jobs"]],
  ["access.KeyAdded", []],
  ["loop.Answered", []],
])("%s refreshes %j", (type, sections) => {
  expect(touched(type)).toEqual(sections);
});

test("an event that nobody has heard of refreshes everything", () => {
  expect(touched("Unheard")).toEqual([...SECTIONS]);
});
