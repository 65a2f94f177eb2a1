import { dateTime, quantity } from "../format";
import { words } from "../language";
import { inLanguage, SectionCard } from "../parts";
import type { Session } from "../session";
import type { Answered, AnswerVerdict, Intent, Line, Machine } from "../wire";
import { Earlier, Judgement } from "./AnswerVerdicts";
import { Cycles } from "./Cycles";
import { Order } from "./Order";

/** What the released versions answer about the machine that is shown, and the questions that can be asked. */
export function Outlooks({ session }: { session: Session }) {
  const t = words.value.outlook;
  const machine = session.trend.machine.value;
  return (
    <SectionCard
      id="outlook"
      title={machine ? t.of(machine.name) : t.title}
      content={session.outlooks.content}
      empty={t.empty}
      isEmpty={({ answers }) => answers.length === 0}
      retry={() => void session.outlooks.refresh()}
      aside={
        session.mayAct.value && machine && <Order key={machine.machine} session={session} machine={machine} />
      }
    >
      {({ answers, verdicts }) => (
        <ul class="rows">
          {answers.map((answer) => (
            <li key={`${machine?.machine} ${answer.topic}`}>
              <Answer
                answer={answer}
                verdicts={verdicts.filter((one) => one.topic === answer.topic)}
                machine={machine}
                session={session}
              />
            </li>
          ))}
        </ul>
      )}
    </SectionCard>
  );
}

/** A topic as people say it: the intent's name, and the signal. */
export function topicName(topic: string): string {
  const [intent = "", ...rest] = topic.split(" ");
  const name = words.value.outlook.intents[intent.toUpperCase() as Intent] ?? intent;
  return rest.length > 0 ? `${name}: ${rest.join(" ")}` : name;
}

type AnswerProps = {
  answer: Answered;
  /** All that people said of answers to this question. */
  verdicts: AnswerVerdict[];
  machine: Machine | undefined;
  session: Session;
};

function Answer({ answer, verdicts, machine, session }: AnswerProps) {
  const { outlook } = answer;
  return (
    <article class="answer">
      <p class="row-head">
        <strong>{topicName(answer.topic)}</strong>{" "}
        <span class="quiet small">
          {answer.version}
          {outlook && ` · ${words.value.outlook.asOf(dateTime(outlook.asOf, machine?.zone))}`}
        </span>
      </p>
      <p>{inLanguage(answer.words)}</p>
      {outlook?.kind === "Course" &&
        outlook.lines.map((line) => (
          <Course
            key={line.signal}
            line={line}
            from={Date.parse(outlook.asOf)}
            step={milliseconds(outlook.step)}
            machine={machine}
          />
        ))}
      {outlook?.kind === "Cycles" && machine && (
        <Cycles answer={answer} outlook={outlook} machine={machine} session={session} />
      )}
      {outlook?.kind === "Life" && (
        <Life
          low={milliseconds(outlook.low)}
          expected={milliseconds(outlook.expected)}
          high={milliseconds(outlook.high)}
        />
      )}
      {outlook && outlook.kind !== "Cycles" && machine && (
        <Judgement answer={answer} outlook={outlook} machine={machine} session={session} />
      )}
      <Earlier answer={answer} verdicts={verdicts} machine={machine} session={session} />
    </article>
  );
}

const WIDTH = 600;
const HEIGHT = 90;

type CourseProps = { line: Line; from: number; step: number; machine: Machine | undefined };

/** The expected course in its band. */
function Course({ line, from, step, machine }: CourseProps) {
  const low = Math.min(...line.low);
  const high = Math.max(...line.high);
  const unit = machine?.signals.find((one) => one.name === line.signal)?.unit ?? "";
  const x = (index: number) => (line.expected.length < 2 ? 0 : (index / (line.expected.length - 1)) * WIDTH);
  const y = (value: number) => HEIGHT - ((value - low) / (high - low || 1)) * HEIGHT;
  const points = (values: number[]) => values.map((value, index) => `${x(index)},${y(value)}`);
  const band = [...points(line.high), ...points(line.low).reverse()].join(" ");
  const end = from + step * line.expected.length;
  const t = words.value.outlook;
  return (
    <figure class="ahead">
      <figcaption class="small">
        <span>{line.signal}</span>
        <span class="quiet">
          {quantity(low, unit)} – {quantity(high, unit)}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t.course(line.signal, quantity(line.expected.at(-1) ?? Number.NaN, unit))}
      >
        <polygon class="ahead-band" points={band} />
        <polyline class="ahead-line" points={points(line.expected).join(" ")} />
      </svg>
      <p class="small quiet ahead-times">
        <span>{dateTime(from + step, machine?.zone)}</span>
        <span>{dateTime(end, machine?.zone)}</span>
      </p>
    </figure>
  );
}

/** From now to the latest end: where the end is expected, and where it may lie. */
function Life({ low, expected, high }: { low: number; expected: number; high: number }) {
  const x = (value: number) => (value / (high || 1)) * WIDTH;
  return (
    <svg class="life" viewBox={`0 0 ${WIDTH} 24`} preserveAspectRatio="none" aria-hidden="true">
      <line class="life-way" x1={0} x2={WIDTH} y1={12} y2={12} />
      <rect class="ahead-band" x={x(low)} y={4} width={Math.max(2, x(high) - x(low))} height={16} />
      <line class="ahead-line" x1={x(expected)} x2={x(expected)} y1={2} y2={22} />
    </svg>
  );
}

const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/;

/** A duration as ISO 8601 has it. */
export function milliseconds(text: string): number {
  const [, days, hours, minutes, seconds] = ISO.exec(text) ?? [];
  const part = (value: string | undefined) => Number(value ?? 0);
  return (((part(days) * 24 + part(hours)) * 60 + part(minutes)) * 60 + part(seconds)) * 1000;
}
