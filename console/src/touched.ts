/** The sections whose content an event can change. */
export const SECTIONS = [
  "machines",
  "findings",
  "versions",
  "jobs",
  "site",
  "ledger",
  "statement",
  "journal",
  "outlooks",
] as const;
export type Section = (typeof SECTIONS)[number];

const RULES: [RegExp, Section[]][] = [
  [/Finding|Verdict/, ["findings", "machines"]],
  [/^Version|^Shadow|^Predictor|Gate|Appraisal|Threshold/, ["versions", "machines"]],
  [/^AnswerJudged/, ["outlooks"]],
  [/Machine|Signals|Import|Samples|Files|Retention/, ["machines"]],
  [/Order/, ["jobs"]],
  [/Job|Run|Cancel/, ["jobs", "site"]],
  [/Charged/, ["jobs", "ledger", "statement", "versions"]],
  [/^Site|^Node/, ["site"]],
  [/^Key|^Tenant/, []],
];

/** The event's own name: serving.FindingRaised is FindingRaised. */
export function bareName(type: string): string {
  return type.slice(type.lastIndexOf(".") + 1);
}

/** An answer kept for a repeated call, and the housekeeping of files: true, but of no interest to people. */
export function isForPeople(type: string): boolean {
  return !["Answered", "FilesReplaced", "FilesDropped"].includes(bareName(type));
}

/** Which sections an event of this type touches; one that nobody has heard of may touch any. */
export function touched(type: string): Section[] {
  if (!isForPeople(type)) return [];
  const name = bareName(type);
  const rules = RULES.filter(([pattern]) => pattern.test(name));
  if (rules.length === 0) return [...SECTIONS];
  return [...new Set(rules.flatMap(([, sections]) => sections))];
}
