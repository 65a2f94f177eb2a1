import { useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { duration, number, percent, quantity, times } from "../format";
import { words } from "../language";
import { Badge, inLanguage, NoteField, SectionCard, Spoken } from "../parts";
import type { Session } from "../session";
import type { Finding, Machine, Part, VerdictKind } from "../wire";

/** How many findings stand on the page before it is asked for more. */
const SHOWN = 6;

/** The findings, newest first, each with the question what it was. */
export function Findings({ session }: { session: Session }) {
  const onlyOpen = useSignal(true);
  const shown = useSignal(SHOWN);
  const t = words.value.findings;
  const choose = (open: boolean) => {
    onlyOpen.value = open;
    shown.value = SHOWN;
  };
  return (
    <SectionCard
      id="findings"
      title={t.title}
      content={session.findings.content}
      empty={t.empty}
      isEmpty={(findings) => findings.length === 0}
      retry={() => void session.findings.refresh()}
      aside={
        <fieldset class="switch">
          <legend class="unseen">{t.filter}</legend>
          <button type="button" aria-pressed={onlyOpen.value} onClick={() => choose(true)}>
            {t.open}
          </button>
          <button type="button" aria-pressed={!onlyOpen.value} onClick={() => choose(false)}>
            {t.all}
          </button>
        </fieldset>
      }
    >
      {(findings) => {
        const wanted = onlyOpen.value ? findings.filter((finding) => !finding.verdict) : findings;
        if (wanted.length === 0) return <p class="state">{t.noneOpen}</p>;
        return (
          <>
            <ul class="findings">
              {wanted.slice(0, shown.value).map((finding, index) => (
                <li key={finding.id}>
                  <FindingCard finding={finding} session={session} first={index === 0} />
                </li>
              ))}
            </ul>
            {wanted.length > shown.value && (
              <button
                type="button"
                class="more"
                onClick={() => {
                  shown.value += 20;
                }}
              >
                {words.value.more(Math.min(20, wanted.length - shown.value))}
              </button>
            )}
          </>
        );
      }}
    </SectionCard>
  );
}

type CardProps = { finding: Finding; session: Session; first: boolean };

/** The first finding is open to be judged, the others at a click. */
function FindingCard({ finding, session, first }: CardProps) {
  const turned = useSignal<boolean | null>(null);
  const expanded = turned.value ?? first;
  const t = words.value.findings;
  const machine = session.machines.value?.find((one) => one.machine === finding.machine);
  const title = useId();
  const lasted = Date.parse(finding.to) - Date.parse(finding.from);
  return (
    <article class="finding" id={finding.id} aria-labelledby={title}>
      <p class="finding-head small">
        <span class="where">{machine?.name ?? finding.machine}</span>
        <Badge tone={finding.verdict ? finding.verdict.kind.toLowerCase() : "open"}>
          <span title={t.scoreTitle(number(finding.peak), number(finding.threshold))}>
            {t.times(times(finding.peak / finding.threshold))}
          </span>
        </Badge>
      </p>
      <h3 id={title}>
        <button
          type="button"
          class="sentence"
          aria-expanded={expanded}
          onClick={() => {
            turned.value = !expanded;
          }}
        >
          {sentenceAlone(finding)}
        </button>
      </h3>
      <p class="small quiet">
        {finding.id}
        {lasted > 0 && ` · ${t.for} ${duration(lasted)}`} · {t.raisedBy} {finding.version}
      </p>
      {expanded && <Explanation parts={finding.explanation} machine={machine} />}
      <Judgement finding={finding} session={session} zone={machine?.zone} expanded={expanded} />
    </article>
  );
}

/** The machine's name stands above already. */
function sentenceAlone(finding: Finding): string {
  const sentence = inLanguage(finding.sentence);
  const name = `${finding.machine}: `;
  const alone = sentence.startsWith(name) ? sentence.slice(name.length) : sentence;
  return alone.charAt(0).toUpperCase() + alone.slice(1);
}

function Explanation({ parts, machine }: { parts: Part[]; machine: Machine | undefined }) {
  const t = words.value.findings;
  const unitOf = (name: string) => machine?.signals.find((signal) => signal.name === name)?.unit ?? "";
  return (
    <table class="explanation">
      <caption class="unseen">{t.explanation}</caption>
      <thead>
        <tr>
          <th scope="col">{t.signal}</th>
          <th scope="col" class="figure">
            {t.actual}
          </th>
          <th scope="col" class="figure">
            {t.expected}
          </th>
          <th scope="col" class="bullet-head">
            <span class="unseen">
              {t.actual} / {t.expected}
            </span>
          </th>
          <th scope="col" class="figure" title={t.share}>
            {t.share.split(" ")[0]}
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.slice(0, 5).map((part) => (
          <tr key={part.signal}>
            <th scope="row">{breakable(part.signal)}</th>
            <td class="figure">{quantity(part.actual, unitOf(part.signal))}</td>
            <td class="figure quiet">{quantity(part.expected, unitOf(part.signal))}</td>
            <td>
              <Bullet actual={part.actual} expected={part.expected} />
            </td>
            <td class="figure">
              <ShareBar share={part.share} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** pump_outlet_pressure may wrap after each part. */
function breakable(name: string): string {
  return name.replace(/([_./-])/g, "$1\u200b");
}

/** A bar for what was measured, a tick for what was expected, on one scale. */
function Bullet({ actual, expected }: { actual: number; expected: number }) {
  const t = words.value.findings;
  if (!Number.isFinite(actual) || !Number.isFinite(expected)) return null;
  const low = Math.min(0, actual, expected);
  const high = Math.max(0, actual, expected);
  const wide = high - low || 1;
  const at = (value: number) => ((value - low) / wide) * 96 + 2;
  return (
    <svg
      class={`bullet ${actual >= expected ? "above" : "below"}`}
      viewBox="0 0 100 16"
      preserveAspectRatio="none"
      role="img"
      aria-label={t.bullet(number(actual), number(expected))}
    >
      <rect class="bullet-ground" x="0" y="5" width="100" height="6" rx="1" />
      <rect
        class="bullet-actual"
        x={Math.min(at(0), at(actual))}
        y="5"
        width={Math.max(Math.abs(at(actual) - at(0)), 1)}
        height="6"
        rx="1"
      />
      <rect class="bullet-expected" x={at(expected) - 1} y="1" width="2.4" height="14" />
    </svg>
  );
}

function ShareBar({ share }: { share: number }) {
  return (
    <span class="share">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="share-ground" width="100" height="10" />
        <rect class="share-part" width={Math.round(Math.min(Math.max(share, 0), 1) * 100)} height="10" />
      </svg>
      {percent(share)}
    </span>
  );
}

const KINDS: VerdictKind[] = ["CONFIRMED", "FALSE_ALARM", "KNOWN"];

type JudgementProps = { finding: Finding; session: Session; zone: string | undefined; expanded: boolean };

/** What a person said of it, or the question. */
function Judgement({ finding, session, zone, expanded }: JudgementProps) {
  const asking = useSignal(false);
  const t = words.value.findings;
  const { verdict } = finding;
  return (
    <div class="judgement">
      {verdict && (
        <Spoken
          {...verdict}
          tone={verdict.kind.toLowerCase()}
          verdict={t.verdict[verdict.kind]}
          zone={zone}
        />
      )}
      {expanded && (!verdict || asking.value) && (
        <VerdictForm
          finding={finding}
          session={session}
          onDone={() => {
            asking.value = false;
          }}
        />
      )}
      {expanded && (
        <p class="finding-foot">
          <button
            type="button"
            class="plain"
            onClick={() => {
              session.trend.show(finding);
              document.getElementById("trend")?.scrollIntoView({ block: "nearest" });
            }}
          >
            {t.show}
            <span class="unseen"> ({finding.id})</span>
          </button>
          {verdict && !asking.value && session.mayAct.value && (
            <button
              type="button"
              class="plain"
              onClick={() => {
                asking.value = true;
              }}
            >
              {t.change}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

type VerdictFormProps = { finding: Finding; session: Session; onDone: () => void };

function VerdictForm({ finding, session, onDone }: VerdictFormProps) {
  const busy = useSignal(false);
  const note = useRef<HTMLInputElement>(null);
  const t = words.value.findings;
  if (!session.mayAct.value) return <p class="small quiet">{words.value.onlyEngineers}</p>;

  async function say(kind: VerdictKind): Promise<void> {
    busy.value = true;
    const text = note.current?.value.trim();
    const body = {
      verdict: kind,
      ...(text ? { note: text } : {}),
      ...(finding.verdict ? { replace: true } : {}),
    };
    const done = () => t.done(finding.id, t.verdict[kind]);
    const path = `findings/${encodeURIComponent(finding.id)}/verdict`;
    const succeeded = await session.act(path, body, done, ["findings", "machines"]);
    busy.value = false;
    if (succeeded) onDone();
  }

  return (
    <fieldset class="question" disabled={busy.value}>
      <legend>{t.ask}</legend>
      <div class="verdicts">
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            class={`verdict-button ${kind.toLowerCase()}`}
            title={t.verdictHelp[kind]}
            onClick={() => void say(kind)}
          >
            {t.verdict[kind]}
          </button>
        ))}
      </div>
      <NoteField field={note} />
    </fieldset>
  );
}
