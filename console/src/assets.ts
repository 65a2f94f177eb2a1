import type { Machine } from "./wire";

/** Machines that stand in one place, and the names from the enterprise down to it. */
export type Group = { is: "all" | "placed" | "unplaced"; path: string[]; machines: Machine[] };

/** Machines by where they stand, those of which nobody said it last; one group where nobody said it of any. */
export function groupsOf(all: Machine[]): Group[] {
  const machines = [...all].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  const groups = new Map<string, Group>();
  const unplaced: Machine[] = [];
  for (const machine of machines) {
    const path = pathOf(machine);
    if (path.length === 0) {
      unplaced.push(machine);
      continue;
    }
    const key = JSON.stringify(path);
    const group = groups.get(key) ?? { is: "placed", path, machines: [] };
    group.machines.push(machine);
    groups.set(key, group);
  }
  if (groups.size === 0) return [{ is: "all", path: [], machines }];
  const sorted = [...groups.values()].sort((a, b) => compare(a.path, b.path));
  return unplaced.length > 0 ? [...sorted, { is: "unplaced", path: [], machines: unplaced }] : sorted;
}

function pathOf({ place }: Machine): string[] {
  return place ? [place.enterprise, place.site, place.area, place.line].filter((name) => name !== "") : [];
}

function compare(one: string[], other: string[]): number {
  for (let level = 0; level < Math.min(one.length, other.length); level++) {
    const order = (one[level] ?? "").localeCompare(other[level] ?? "", undefined, { numeric: true });
    if (order !== 0) return order;
  }
  return one.length - other.length;
}
