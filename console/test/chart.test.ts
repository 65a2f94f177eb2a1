import { expect, test } from "vitest";
import { withGaps } from "../src/chart.ts";

test("breaks the line where nothing was measured", () => {
  expect(withGaps([0, 10, 20, 90, 100], [1, 2, 3, 4, 5])).toEqual([
    [0, 10, 20, 30, 90, 100],
    [1, 2, 3, null, 4, 5],
  ]);
});

test.each([[[]], [[5]], [[5, 6]]])("leaves %j as it is", (times: number[]) => {
  expect(withGaps(times, times)).toEqual([times, times]);
});
