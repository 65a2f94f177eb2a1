import { expect, test } from "vitest";
import { machineNamed, offerOf } from "../src/intake.ts";

test.each([
  ["Presse 7 (Süd).csv", "presse-7-sued"],
  ["mill.csv.gz", "mill"],
  ["2024-03.csv", "machine-2024-03"],
  ["Ägäis/Größe.XLSX", "groesse"],
])("a file called %s is of machine %s", (file, machine) => {
  expect(machineNamed(file)).toBe(machine);
});

test.each([
  ["If that is wrong, say --decimal point.", { name: "decimal", value: "point" }],
  ["If that is wrong, say --date-order mdy.", { name: "dateOrder", value: "mdy" }],
  ["with a row a signal; then say --turned.", { name: "turned", value: "true" }],
  ["The times have no date: they were put on 1970-01-01.", undefined],
  ["name the zone, such as --zone Europe/Berlin.", undefined],
])("the question (%s) offers %s", (question, offer) => {
  expect(offerOf(question)).toEqual(offer);
});
