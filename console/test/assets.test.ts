import { expect, test } from "vitest";
import { groupsOf } from "../src/assets.ts";
import type { Machine, Place } from "../src/wire.ts";

const machine = (id: string, ...levels: string[]): Machine => {
  const [enterprise = "", site = "", area = "", line = ""] = levels;
  const place: Place | null = enterprise ? { enterprise, site, area, line } : null;
  return { machine: id, name: id, zone: "UTC", signals: [], rows: 0, findingsOpen: 0, place };
};
const told = (machines: Machine[]) =>
  groupsOf(machines).map(
    (group) => `${group.is} ${group.path.join("/")}: ${group.machines.map((one) => one.machine)}`,
  );

test("machines of which nobody said where they stand are one group, in the order of their names", () => {
  expect(told([machine("b10"), machine("a"), machine("b9")])).toEqual(["all : a,b9,b10"]);
});

test("places stand in order of their names, numbers as numbers, and the unplaced come last", () => {
  expect(
    told([
      machine("x"),
      machine("p10", "Acme", "Süd", "Presserei", "Linie 10"),
      machine("p2", "Acme", "Süd", "Presserei", "Linie 2"),
      machine("p3", "Acme", "Süd", "Presserei", "Linie 2"),
      machine("k", "Acme", "Nord"),
    ]),
  ).toEqual([
    "placed Acme/Nord: k",
    "placed Acme/Süd/Presserei/Linie 2: p2,p3",
    "placed Acme/Süd/Presserei/Linie 10: p10",
    "unplaced : x",
  ]);
});
