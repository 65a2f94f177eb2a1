import { clock, dateTime } from "../format";
import { words } from "../language";
import { SectionCard } from "../parts";
import type { Session } from "../session";
import { bareName } from "../touched";
import type { JournalEntry } from "../wire";

/** The end of the journal, newest first, as it grows. */
export function Journal({ session }: { session: Session }) {
  const t = words.value.journal;
  return (
    <SectionCard
      id="journal"
      title={t.title}
      content={session.journal.content}
      empty={t.empty}
      isEmpty={(entries) => entries.length === 0}
      retry={() => void session.journal.refresh()}
      aside={<span class="small quiet">{t.lead}</span>}
    >
      {(entries) => (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by itself, so it must be reachable by keyboard
        <ol class="tail" tabIndex={0} aria-label={t.title} reversed>
          {entries.map((entry) => (
            <li key={entry.sequence}>
              <Entry entry={entry} />
            </li>
          ))}
        </ol>
      )}
    </SectionCard>
  );
}

function Entry({ entry }: { entry: JournalEntry }) {
  return (
    <>
      <span class="sequence">{entry.sequence}</span>
      <time dateTime={entry.at} title={dateTime(entry.at)}>
        {clock(entry.at)}
      </time>
      <span class="entry-type">{nameOf(entry.type)}</span>
      <span class="quiet small entry-what">{whatOf(entry.payload)}</span>
    </>
  );
}

/** A type in words: its own if the dictionary has some, else VerdictGiven becomes "Verdict given". */
export function nameOf(type: string): string {
  const name = bareName(type);
  const known = words.value.journal.types[name];
  if (known) return known;
  const apart = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return apart.charAt(0).toUpperCase() + apart.slice(1);
}

const TELLING = [
  "machine",
  "id",
  "version",
  "job",
  "order",
  "finding",
  "prefix",
  "node",
  "name",
  "kind",
  "reason",
];

/** The names in a payload, one level deep: which machine, finding, job it is about. */
export function whatOf(payload: unknown): string {
  const found = new Set<string>();
  collect(payload, 0, found);
  return [...found].slice(0, 4).join(" · ");
}

/** A verdict or an outcome in the language that is on; a name stays as it is. */
function inWords(field: string): string {
  const { findings, jobs, outlook } = words.value;
  const verdicts: Record<string, string> = { ...findings.verdict, ...outlook.verdict };
  const outcomes: Record<string, string> = jobs.state;
  return verdicts[field] ?? outcomes[field.toUpperCase()] ?? field;
}

function collect(value: unknown, depth: number, found: Set<string>): void {
  if (typeof value !== "object" || value === null || depth > 1) return;
  const fields = value as Record<string, unknown>;
  for (const name of TELLING) {
    const field = fields[name];
    if (typeof field === "string" && field !== "") found.add(inWords(field));
  }
  for (const field of Object.values(fields)) if (!Array.isArray(field)) collect(field, depth + 1, found);
}
