import { useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import type { CallFailed } from "../api";
import { dateTime, instantOf } from "../format";
import { words } from "../language";
import { NoteField, Spoken } from "../parts";
import { outlooksOf, type Session } from "../session";
import type { Answered, AnswerVerdict, AnswerVerdictKind, Machine, Outlook } from "../wire";

/** More verdicts than this are for the API. */
const EARLIER_MAX = 20;

type Single = Exclude<Outlook, { kind: "Cycles" }>;

/** What is judged: an answer, of cycles one of them. */
export type Meant = {
  topic: string;
  kind: Outlook["kind"];
  asOf: string;
  /** The class that was told. */
  told?: string;
  cycle?: { name: string; group: string };
  classes: string[];
};

function meantBy({ topic, classes }: Answered, outlook: Single): Meant {
  const { kind, asOf } = outlook;
  return { topic, kind, asOf, classes, ...(outlook.kind === "Told" ? { told: outlook.told } : {}) };
}

type JudgementProps = { answer: Answered; outlook: Single; machine: Machine; session: Session };

/** What people said of an answer, or the question. */
export function Judgement({ answer, outlook, machine, session }: JudgementProps) {
  const changing = useSignal<AnswerVerdict | undefined>(undefined);
  // Answers go on with the samples; who has begun to write means the one that stood there then.
  const begun = useSignal<Meant | undefined>(undefined);
  const { verdicts } = answer;
  const mayAct = session.mayAct.value;
  const close = () => {
    changing.value = undefined;
    begun.value = undefined;
  };
  const asks = mayAct && (verdicts.length === 0 || changing.value || begun.value);
  const meant = begun.value ?? meantBy(answer, outlook);
  return (
    <div class="judgement">
      {verdicts.map((verdict) => (
        <div key={verdict.from} class="said-of">
          <VerdictLine verdict={verdict} zone={machine.zone} />
          {mayAct && !asks && (
            <Change
              onClick={() => {
                changing.value = verdict;
                begun.value = meant;
              }}
            />
          )}
        </div>
      ))}
      {asks && (
        <VerdictForm
          meant={meant}
          before={changing.value}
          machine={machine}
          session={session}
          onInput={() => {
            begun.value ??= meant;
          }}
          onDone={close}
          {...(begun.value ? { onCancel: close } : {})}
        />
      )}
    </div>
  );
}

export function Change({ of, onClick }: { of?: string; onClick: () => void }) {
  return (
    <button type="button" class="plain" onClick={onClick}>
      {words.value.findings.change}
      {of && <span class="unseen"> ({of})</span>}
    </button>
  );
}

type LineProps = { verdict: AnswerVerdict; zone: string | undefined; about?: boolean };

/** What a person said of an answer; `about`: and of which. */
export function VerdictLine({ verdict, zone, about }: LineProps) {
  const t = words.value.outlook;
  const { kind, told, trueClass, failedAt } = verdict;
  return (
    <Spoken {...verdict} tone={kind.toLowerCase()} verdict={t.verdict[kind]} zone={zone}>
      {about && `${t.asOf(dateTime(verdict.to, zone))}${told ? `, ${t.toldWas(told)}` : ""} · `}
      {kind === "WRONG" && trueClass && `${t.reallyWas(trueClass)} · `}
      {failedAt && `${t.failed(dateTime(failedAt, zone))} · `}
    </Spoken>
  );
}

type EarlierProps = {
  answer: Answered;
  verdicts: AnswerVerdict[];
  machine: Machine | undefined;
  session: Session;
};

/** What people said of answers that are not told any more, the latest first. */
export function Earlier({ answer, verdicts, machine, session }: EarlierProps) {
  const changing = useSignal<AnswerVerdict | undefined>(undefined);
  const shown = answer.verdicts;
  const earlier = verdicts.filter((one) => !shown.some((now) => now.from === one.from)).reverse();
  if (earlier.length === 0 || !machine) return null;
  const close = () => {
    changing.value = undefined;
  };
  return (
    <details class="earlier">
      <summary>{words.value.outlook.earlier(earlier.length)}</summary>
      <ul>
        {earlier.slice(0, EARLIER_MAX).map((one) => (
          <li key={one.from} class="said-of">
            <VerdictLine verdict={one} zone={machine.zone} about />
            {changing.value?.from === one.from ? (
              <VerdictForm
                meant={earlierMeant(one, answer)}
                before={one}
                machine={machine}
                session={session}
                onDone={close}
                onCancel={close}
              />
            ) : (
              session.mayAct.value &&
              one.from === one.to && (
                <Change
                  onClick={() => {
                    changing.value = one;
                  }}
                />
              )
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The answer that a verdict was given on follows again from its time. Of cycles the name is needed, too. */
function earlierMeant({ topic, to, told }: AnswerVerdict, { classes }: Answered): Meant {
  if (told) return { topic, kind: "Told", asOf: to, told, classes };
  return { topic, kind: topic === "life" ? "Life" : "Course", asOf: to, classes };
}

type Body = Record<string, string | boolean>;

/** Says one thing of an answer; answers what it failed of, if it did. */
export async function judge(
  session: Session,
  machine: Machine,
  meant: Meant,
  said: Body,
): Promise<CallFailed | undefined> {
  const t = words.value.outlook;
  const { topic, asOf, cycle } = meant;
  const body = { topic, asOf, ...(cycle ? { cycle: cycle.name } : {}), ...said };
  const done = (taken: AnswerVerdict) =>
    t.judged(
      cycle ? `${cycle.group} ${cycle.name}` : dateTime(taken.to, machine.zone),
      t.verdict[taken.kind],
    );
  const path = `${outlooksOf(machine.machine)}/verdict`;
  const failure = await session.attempt<AnswerVerdict>(path, body, done, ["outlooks"]);
  // Somebody was faster: it is shown what that person said.
  if (failure && isConflict(failure)) await session.outlooks.refresh();
  return failure;
}

export function isConflict(failure: CallFailed): boolean {
  return failure.problem.status === 409;
}

type FormProps = {
  meant: Meant;
  before: AnswerVerdict | undefined;
  machine: Machine;
  session: Session;
  onInput?: () => void;
  onDone: () => void;
  onCancel?: () => void;
};

/** Right, wrong, or what the truth was: then whether it was right follows from it. */
export function VerdictForm({ meant, before, machine, session, onInput, onDone, onCancel }: FormProps) {
  const busy = useSignal(false);
  const trueClass = useSignal("");
  const failedAt = useSignal("");
  const asOf = useSignal("");
  const since = useSignal("");
  const conflict = useSignal<Body | undefined>(undefined);
  const note = useRef<HTMLInputElement>(null);
  const t = words.value.outlook;
  const { kind } = meant;
  const truth = truthIn(trueClass.value.trim(), failedAt.value, machine);

  async function say(said: Body): Promise<void> {
    onInput?.();
    busy.value = true;
    const failure = await judge(session, machine, meant, said);
    busy.value = false;
    conflict.value = failure && isConflict(failure) ? said : undefined;
    if (!failure) onDone();
  }

  const told = (said: Body): Body => ({
    ...said,
    ...timesOf(asOf.value, since.value, before, machine),
    ...(note.current?.value.trim() ? { note: note.current.value.trim() } : {}),
    ...(before ? { replace: true } : {}),
  });

  return (
    <fieldset class="question" disabled={busy.value} onInput={() => onInput?.()}>
      <legend>{legendOf(meant, machine)}</legend>
      {truth ? (
        <div class="verdicts one">
          <button type="button" class="main" onClick={() => void say(told(truth.said))}>
            {truth.words}
          </button>
        </div>
      ) : (
        <div class="verdicts two">
          {KINDS.map((one) => (
            <button
              key={one}
              type="button"
              class={`verdict-button ${one.toLowerCase()}`}
              onClick={() => void say(told({ verdict: one }))}
            >
              {t.verdict[one]}
            </button>
          ))}
        </div>
      )}
      {meant.told !== undefined && <ClassField classes={meant.classes} field={trueClass} />}
      {kind === "Life" && <TimeField name={t.failedAt} field={failedAt} zone={machine.zone} />}
      <NoteField field={note} />
      {kind !== "Cycles" && !before && (
        <details class="more-times">
          <summary>{t.otherTime}</summary>
          <TimeField name={t.earlierAnswer} field={asOf} zone={machine.zone} />
          {kind === "Told" && <TimeField name={t.since} field={since} zone={machine.zone} />}
        </details>
      )}
      {conflict.value && (
        <p class="actions">
          <button type="button" class="main" onClick={() => void say({ ...conflict.value, replace: true })}>
            {t.replace}
          </button>
        </p>
      )}
      {onCancel && (
        <p class="finding-foot">
          <button type="button" class="plain" onClick={onCancel}>
            {words.value.cancel}
          </button>
        </p>
      )}
    </fieldset>
  );
}

const KINDS: AnswerVerdictKind[] = ["RIGHT", "WRONG"];

function legendOf({ cycle, told, asOf }: Meant, machine: Machine): string {
  const t = words.value.outlook;
  if (cycle) return t.askCycle(`${cycle.group} ${cycle.name}`, told ?? "");
  const at = dateTime(asOf, machine.zone);
  return told === undefined ? t.askAnswer(at) : t.askClass(told, at);
}

/** The truth as a person has it, in words with the zone's name, and as the API takes it. */
function truthIn(trueClass: string, failedAt: string, machine: Machine) {
  const t = words.value.outlook;
  if (trueClass) return { said: { trueClass }, words: t.tellClass(trueClass) };
  const failed = instantOf(failedAt, machine.zone);
  if (!failed) return undefined;
  return { said: { failedAt: failed }, words: t.tellFailure(dateTime(failed, machine.zone)) };
}

/** Which answer is meant, where it is not the one that is shown. A verdict is replaced where it stands. */
function timesOf(asOf: string, since: string, before: AnswerVerdict | undefined, { zone }: Machine): Body {
  if (before) return before.from === before.to ? {} : { since: before.from };
  const answer = instantOf(asOf, zone);
  const start = instantOf(since, zone);
  return { ...(answer ? { asOf: answer } : {}), ...(start ? { since: start } : {}) };
}

type Field = { value: string };

/** One of the classes that are known, or another. */
function ClassField({ classes, field }: { classes: string[]; field: Field }) {
  const list = useId();
  return (
    <label class="truth small">
      {words.value.outlook.reallyWasField}
      <input
        type="text"
        list={list}
        maxLength={200}
        autocomplete="off"
        value={field.value}
        onInput={(event) => {
          field.value = event.currentTarget.value;
        }}
      />
      <datalist id={list}>
        {classes.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </label>
  );
}

type TimeFieldProps = { name: (zone: string) => string; field: Field; zone: string };

/** A time as the machine's clocks show it. */
function TimeField({ name, field, zone }: TimeFieldProps) {
  return (
    <label class="truth small">
      {name(zone)}
      <input
        type="datetime-local"
        value={field.value}
        onInput={(event) => {
          field.value = event.currentTarget.value;
        }}
      />
    </label>
  );
}
