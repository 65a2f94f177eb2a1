import { locale } from "./language";
import type { Money } from "./wire";

/** Numbers, amounts and times for people, in the language that is on. Reading the locale here makes components follow it. */

const SHOWN: Record<string, string> = {
  Cel: "°C",
  "L/min": "l/min",
  "1": "",
  "{cycles}": "",
  Ohm: "Ω",
  "m/s2": "m/s²",
  m3: "m³",
  "m3/h": "m³/h",
};

/** A UCUM symbol as people write it. */
export function unitSymbol(unit: string): string {
  return SHOWN[unit] ?? unit;
}

export function number(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return "–";
  const whole = Math.abs(value) >= 10 ** digits;
  return new Intl.NumberFormat(
    locale.value,
    whole ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: digits },
  ).format(value);
}

export function quantity(value: number, unit: string, digits = 4): string {
  const symbol = unitSymbol(unit);
  return symbol === "" ? number(value, digits) : `${number(value, digits)}\u202f${symbol}`;
}

export function count(value: number): string {
  return new Intl.NumberFormat(locale.value, { maximumFractionDigits: 0 }).format(value);
}

/** How many times: one decimal below ten. */
export function times(ratio: number): string {
  const digits = ratio < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale.value, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(ratio);
}

export function percent(share: number): string {
  return new Intl.NumberFormat(locale.value, { style: "percent", maximumFractionDigits: 0 }).format(share);
}

/** Training costs fractions of a cent: small amounts are told in cents, with two digits that say something. */
export function money(amount: Money): string {
  const euros = amount.microEuros / 1e6;
  if (euros !== 0 && Math.abs(euros) < 0.1) return `${number(euros * 100, 2)}\u202fct`;
  return new Intl.NumberFormat(locale.value, { style: "currency", currency: "EUR" }).format(euros);
}

export function size(kilobytes: number): string {
  return kilobytes < 1000 ? `${number(kilobytes)}\u202fkB` : `${number(kilobytes / 1000)}\u202fMB`;
}

/** At nameplate. */
export function energy(joules: number): string {
  return `${number(joules / 3_600_000)}\u202fkWh`;
}

export function memory(bytes: number): string {
  return `${number(bytes / 2 ** 30)}\u202fGiB`;
}

const STEPS = [
  { length: 86_400_000, symbol: "d" },
  { length: 3_600_000, symbol: "h" },
  { length: 60_000, symbol: "min" },
  { length: 1_000, symbol: "s" },
] as const;

/** A length of time in its one or two largest units: 2 d 7 h, 1.6 s. */
export function duration(milliseconds: number): string {
  const at = STEPS.findIndex(({ length }) => milliseconds >= length);
  const step = STEPS[at];
  const next = STEPS[at + 1];
  if (!step || !next) return `${number(milliseconds / 1000, milliseconds < 10_000 ? 2 : 3)}\u202fs`;
  const large = Math.floor(milliseconds / step.length);
  const small = Math.floor((milliseconds - large * step.length) / next.length);
  const first = `${count(large)}\u202f${step.symbol}`;
  return small > 0 && large < 10 ? `${first} ${small}\u202f${next.symbol}` : first;
}

export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Day and time with the zone's short name: 14.03.2026, 06:20 MEZ. */
export function dateTime(at: string | number, zone?: string): string {
  return format(at, zone, {
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
}

export function day(at: string | number, zone?: string): string {
  return format(at, zone, { day: "2-digit", month: "2-digit", year: "numeric" });
}

export function clock(at: string | number, zone?: string): string {
  return format(at, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" });
}

/** The short name of a zone over a span: MEZ, or MEZ/MESZ where the clocks were changed in between. */
export function zoneNames(from: number, to: number, zone: string): string {
  const names = new Set([from, (from + to) / 2, to].map((at) => zoneName(at, zone)));
  return [...names].join("/");
}

function zoneName(at: number, zone: string): string {
  return new Intl.DateTimeFormat(locale.value, { timeZone: safeZone(zone), timeZoneName: "short" })
    .formatToParts(new Date(at))
    .filter((part) => part.type === "timeZoneName")
    .map((part) => part.value)
    .join("");
}

/** A label below the trend: as much as the distance between two labels needs. */
export function tick(at: number, distance: number, zone: string): string {
  if (distance < 60_000) return format(at, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  if (distance < 86_400_000) {
    const time = format(at, zone, { hour: "2-digit", minute: "2-digit" });
    return time === "00:00" ? format(at, zone, { day: "2-digit", month: "2-digit" }) : time;
  }
  if (distance < 27 * 86_400_000) return format(at, zone, { day: "2-digit", month: "2-digit" });
  if (distance < 300 * 86_400_000) return format(at, zone, { month: "short", year: "2-digit" });
  return format(at, zone, { year: "numeric" });
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(at: string | number, zone: string | undefined, options: Intl.DateTimeFormatOptions): string {
  const name = `${locale.value} ${zone ?? ""} ${JSON.stringify(options)}`;
  let known = formats.get(name);
  if (!known) {
    known = new Intl.DateTimeFormat(locale.value, { ...options, timeZone: safeZone(zone) });
    formats.set(name, known);
  }
  return known.format(new Date(at));
}

/** How far a zone's clocks are ahead of UTC then. */
function ahead(at: number, zone: string | undefined): number {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: safeZone(zone),
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(new Date(at));
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const wall = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return wall - Math.floor(at / 1000) * 1000;
}

/**
 * When a zone's clocks show 2026-03-14T06:20, as ISO 8601: of an hour that comes twice the first time, of one
 * that is left out as far behind the change. Nothing where that is no time.
 */
export function instantOf(wallTime: string, zone: string | undefined): string | undefined {
  const wall = Date.parse(`${wallTime}Z`);
  if (Number.isNaN(wall)) return undefined;
  const before = wall - ahead(wall - 86_400_000, zone);
  const after = wall - ahead(wall + 86_400_000, zone);
  const shows = (at: number) => at + ahead(at, zone) === wall;
  return new Date(shows(before) || !shows(after) ? before : after).toISOString();
}

function safeZone(zone: string | undefined): string | undefined {
  if (zone === undefined) return undefined;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone;
  } catch {
    return "UTC";
  }
}
