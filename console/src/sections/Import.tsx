import { useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { count, dateTime, duration, number, percent, quantity } from "../format";
import { type Intake, offerOf } from "../intake";
import { language, words } from "../language";
import { Badge } from "../parts";
import { type Session, sentenceOf } from "../session";
import type { ImportDone, Overview, Understanding, UnderstoodSignal } from "../wire";

const SIGNALS_SHOWN = 12;
const REJECTED_SHOWN = 20;

type Props = { session: Session };

/** A file is dropped, looked at and imported. */
export function Import({ session }: Props) {
  const t = words.value.intake;
  const { intake } = session;
  const over = useSignal(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    over.value = false;
    const file = event.dataTransfer?.files[0];
    if (file && !intake.busy.value) void intake.take(file, session.machines.value ?? []);
  };
  return (
    <section
      id="import"
      class={`card ${over.value ? "drop" : ""}`}
      aria-labelledby="import-title"
      aria-busy={intake.busy.value}
      onDragOver={(event) => {
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => {
        over.value = false;
      }}
      onDrop={drop}
    >
      <header>
        <h2 id="import-title">{intake.look.value ? t.understood : t.title}</h2>
        {intake.file.value && (
          <button type="button" class="plain" onClick={() => intake.close()}>
            {words.value.cancel}
          </button>
        )}
      </header>
      {!intake.file.value && <Choice session={session} />}
      <Progress intake={intake} />
      {intake.look.value && <Account session={session} understood={intake.look.value.understood} />}
    </section>
  );
}

function Choice({ session }: Props) {
  const t = words.value.intake;
  const input = useRef<HTMLInputElement>(null);
  const { intake } = session;
  const step = intake.step.value;
  return (
    <>
      {step.is === "kept" && <Kept imports={step.imports} />}
      <div class="dropzone">
        <p>{t.drop}</p>
        <button type="button" onClick={() => input.current?.click()}>
          {t.choose}
        </button>
        <p class="small quiet">{t.kinds}</p>
        <input
          ref={input}
          hidden
          type="file"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void intake.take(file, session.machines.value ?? []);
          }}
        />
      </div>
    </>
  );
}

function Kept({ imports }: { imports: ImportDone[] }) {
  const t = words.value.intake;
  return (
    <ul class="kept" role="status">
      {imports.map((one) => (
        <li key={one.id}>
          <strong>{one.machine}</strong>:{" "}
          {one.repeated
            ? t.repeated
            : one.readings
              ? t.kept(count(one.readings.added), count(one.readings.same), count(one.readings.changed))
              : t.keptRows(count(one.rows))}
        </li>
      ))}
    </ul>
  );
}

/** The bar grows while the file is sent; then the server reads it. */
function Progress({ intake }: { intake: Intake }) {
  const t = words.value.intake;
  const step = intake.step.value;
  if (step.is === "failed") {
    return (
      <div class="state complaint" role="alert">
        <p>{sentenceOf(step.failure)}</p>
        <button
          type="button"
          onClick={() => void (step.what === "look" ? intake.understand() : intake.keep())}
        >
          {words.value.again}
        </button>
      </div>
    );
  }
  if (step.is !== "sending") return null;
  const sent = step.share >= 1;
  const doing = sent ? t[step.what === "look" ? "reading" : "keeping"] : t.sending;
  return (
    <p class="sending" role="status">
      <span>
        {doing} {!sent && percent(step.share)}
      </span>
      {sent ? <progress aria-label={doing} /> : <progress aria-label={doing} value={step.share} max={1} />}
    </p>
  );
}

type AccountProps = { session: Session; understood: Understanding };

/** What was understood, what is asked, what a person should know, and whose it is. */
function Account({ session, understood }: AccountProps) {
  const { intake } = session;
  const overview = intake.look.value?.overview ?? undefined;
  return (
    <div class="account">
      <Summary understood={understood} zone={intake.said.value.zone} />
      <Questions intake={intake} understood={understood} />
      <Signals understood={understood} overview={overview} />
      <Remarks understood={understood} />
      <Rejected understood={understood} />
      <Otherwise intake={intake} understood={understood} />
      <Whose session={session} understood={understood} />
    </div>
  );
}

function Summary({ understood, zone }: { understood: Understanding; zone: string | undefined }) {
  const t = words.value.intake;
  const { format } = understood;
  const measured = understood.signals.filter(isMeasured).length;
  return (
    <>
      <p class="lead">
        <strong>{understood.file}</strong>: {t.holds(count(understood.rows), count(measured))}
        {understood.start && understood.end && (
          <>
            {" "}
            {t.span(dateTime(understood.start, zone), dateTime(understood.end, zone))}
            {understood.periodSeconds ? `, ${t.period(duration(understood.periodSeconds * 1000))}` : ""}
          </>
        )}
        .
      </p>
      <dl class="facts small">
        <Fact name={t.layout} value={t.layouts[format.layout] ?? format.layout} />
        {format.separator !== "" && (
          <Fact name={t.separator} value={t.marks[format.separator] ?? format.separator} />
        )}
        <Fact name={t.decimal} value={t.marks[format.decimal] ?? format.decimal} />
        <Fact name={t.encoding} value={format.encoding} />
        <Fact name={t.header} value={format.header ? t.yes : t.no} />
        <Fact
          name={t.time}
          value={format.timeColumn ? `${format.timeColumn} (${format.timeFormat ?? ""})` : t.noTime}
        />
        {format.zone && <Fact name={t.zone} value={format.zone} />}
        {understood.machines.length > 0 && <Fact name={t.machines} value={brief(understood.machines)} />}
      </dl>
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt class="quiet">{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Where the file can be read in two ways, the other one is a click away. */
function Questions({ intake, understood }: { intake: Intake; understood: Understanding }) {
  const t = words.value.intake;
  const { zone } = understood.format;
  const guessed = intake.zoneGuessed.value && zone && zone !== "UTC" ? zone : undefined;
  if (understood.questions.length === 0 && !guessed) return null;
  const said = (language.value === "de" && understood.questionsDe) || understood.questions;
  return (
    <div class="questions">
      <h3>{t.questions}</h3>
      <ul>
        {guessed && (
          <li>
            <span>{t.zoneGuessed(guessed)}</span>
          </li>
        )}
        {understood.questions.map((question, index) => {
          const offer = offerOf(question);
          return (
            <li key={question}>
              <span>{said[index] ?? question}</span>
              {offer && (
                <button
                  type="button"
                  disabled={intake.busy.value}
                  onClick={() => void intake.say(offer.name, offer.value)}
                >
                  {t.readOtherwise}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Signals({ understood, overview }: { understood: Understanding; overview: Overview | undefined }) {
  const t = words.value.intake;
  const all = useSignal(false);
  const columns = understood.signals;
  const shown = all.value ? columns : columns.slice(0, SIGNALS_SHOWN);
  return (
    <>
      <div class="scrolled">
        <table class="signals">
          <caption class="unseen">{t.signals}</caption>
          <thead>
            <tr>
              <th scope="col">{t.signal}</th>
              <th scope="col">{overview ? t.course : ""}</th>
              <th scope="col" class="figure">
                {t.range}
              </th>
              <th scope="col" class="figure">
                {t.missing}
              </th>
              <th scope="col">{t.type}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((signal) => (
              <SignalRow key={signal.name} signal={signal} rows={understood.rows} overview={overview} />
            ))}
          </tbody>
        </table>
      </div>
      {columns.length > SIGNALS_SHOWN && (
        <button
          type="button"
          class="more"
          onClick={() => {
            all.value = !all.value;
          }}
        >
          {all.value ? words.value.fewer : words.value.more(columns.length - SIGNALS_SHOWN)}
        </button>
      )}
    </>
  );
}

type RowProps = { signal: UnderstoodSignal; rows: number; overview: Overview | undefined };

function SignalRow({ signal, rows, overview }: RowProps) {
  const t = words.value.intake;
  const lacking = signal.count + signal.missing > 0 ? signal.missing / (signal.count + signal.missing) : 0;
  const line = overview?.signals.find((one) => one.name === signal.name);
  return (
    <tr class={isMeasured(signal) ? "" : "quiet"}>
      <th scope="row">{signal.name}</th>
      <td>{line && overview && <Course name={signal.name} line={line} times={overview.times} />}</td>
      <td class="figure">
        {signal.min != null && signal.max != null
          ? signal.constant
            ? quantity(signal.min, signal.unit)
            : `${number(signal.min)} … ${quantity(signal.max, signal.unit)}`
          : "–"}
      </td>
      <td class="figure">
        <span class="lacking" title={`${count(signal.missing)} / ${count(rows)}`}>
          <span class="bar" style={{ width: `${Math.round(lacking * 100)}%` }} />
          {lacking > 0 && lacking < 0.005 ? "< 1 %" : percent(lacking)}
        </span>
      </td>
      <td>{signal.constant && isMeasured(signal) ? t.constant : (t.types[signal.type] ?? signal.type)}</td>
    </tr>
  );
}

const WIDTH = 200;
const HEIGHT = 30;

type CourseProps = { name: string; line: Overview["signals"][number]; times: number[] };

/** The signal's least and greatest value over time, small. */
function Course({ name, line, times }: CourseProps) {
  const known = [...line.min, ...line.max].filter((value): value is number => value !== null);
  const least = Math.min(...known);
  const greatest = Math.max(...known);
  const x = (index: number) => ((index + 0.5) / times.length) * WIDTH;
  const y = (value: number) =>
    greatest > least ? HEIGHT - 2 - ((value - least) / (greatest - least)) * (HEIGHT - 4) : HEIGHT / 2;
  let path = "";
  times.forEach((_, index) => {
    const low = line.min[index];
    const high = line.max[index];
    if (low == null || high == null) return;
    // Joined to the neighbour, so that a slow signal is a line and not a row of dots.
    const before = line.max[index - 1];
    const join = before == null ? `M${x(index)} ${y(high)}` : `L${x(index)} ${y(high)}`;
    path += `${join}V${y(low)}`;
  });
  return (
    <svg
      class="course"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={words.value.intake.courseOf(name)}
    >
      <path d={path} />
    </svg>
  );
}

function Remarks({ understood }: { understood: Understanding }) {
  const t = words.value.intake;
  const { findings } = understood;
  if (findings.length === 0) return <p class="quiet">{t.noRemarks}</p>;
  return (
    <details class="remarks" open={findings.length <= 12}>
      <summary>
        <h3>{t.remarks(findings.length)}</h3>
      </summary>
      <ul>
        {findings.map((finding, index) => (
          <li key={`${finding.kind} ${finding.where} ${index}`}>
            <Badge tone="open">
              <span title={finding.kind}>{t.remark[finding.kind] ?? finding.kind}</span>
            </Badge>{" "}
            {finding.where && <strong>{finding.where}: </strong>}
            {(language.value === "de" && finding.de) || finding.text}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Rejected({ understood }: { understood: Understanding }) {
  const t = words.value.intake;
  if (understood.rejectedTotal === 0) return null;
  return (
    <details class="remarks">
      <summary>
        <h3>{t.rejected(understood.rejectedTotal)}</h3>
      </summary>
      <div class="scrolled">
        <table>
          <thead>
            <tr>
              <th scope="col" class="figure">
                {t.row}
              </th>
              <th scope="col">{t.column}</th>
              <th scope="col">{t.value}</th>
              <th scope="col">{t.reason}</th>
            </tr>
          </thead>
          <tbody>
            {understood.rejected.slice(0, REJECTED_SHOWN).map((one) => (
              <tr key={`${one.row} ${one.column}`}>
                <td class="figure">{count(one.row)}</td>
                <td>{one.column}</td>
                <td>
                  <code>{one.value}</code>
                </td>
                <td>{one.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {understood.rejectedTotal > REJECTED_SHOWN && (
        <p class="small quiet">{t.rejectedFirst(REJECTED_SHOWN)}</p>
      )}
    </details>
  );
}

type OtherwiseProps = { intake: Intake; understood: Understanding };

/** Everything that a person can overrule. */
function Otherwise({ intake, understood }: OtherwiseProps) {
  const t = words.value.intake;
  const said = intake.said.value;
  const columns = understood.signals.map((one) => one.name);
  const timeColumns = understood.format.timeColumn ? [understood.format.timeColumn, ...columns] : columns;
  return (
    <details class="remarks">
      <summary>
        <h3>{t.otherwise}</h3>
      </summary>
      <div class="otherwise">
        <Option
          intake={intake}
          name="separator"
          label={t.separator}
          values={SEPARATORS}
          shown={(one) => t.marks[one] ?? one}
        />
        <Option
          intake={intake}
          name="decimal"
          label={t.decimal}
          values={["comma", "point"]}
          shown={(one) => t.marks[one] ?? one}
        />
        <Option
          intake={intake}
          name="dateOrder"
          label={t.dateOrder}
          values={["dmy", "mdy", "ymd"]}
          shown={(one) => t.orders[one] ?? one}
        />
        <Option
          intake={intake}
          name="header"
          label={t.header}
          values={["true", "false"]}
          shown={(one) => (one === "true" ? t.yes : t.no)}
        />
        <Option
          intake={intake}
          name="encoding"
          label={t.encoding}
          values={["UTF-8", "windows-1252", "UTF-16"]}
        />
        <Option intake={intake} name="time" label={t.time} values={timeColumns} />
        <Option intake={intake} name="turned" label={t.turned} values={["true"]} shown={() => t.yes} />
        <label>
          <span class="small quiet">{t.noValue}</span>
          <input
            type="text"
            value={said.noValue ?? ""}
            placeholder="-999"
            disabled={intake.busy.value}
            onChange={(event) => void intake.say("noValue", event.currentTarget.value.trim())}
          />
        </label>
      </div>
    </details>
  );
}

const SEPARATORS = [";", ",", "tab", "|", "blank"];

type OptionProps = {
  intake: Intake;
  name: string;
  label: string;
  values: string[];
  shown?: (value: string) => string;
};

function Option({ intake, name, label, values, shown = (value) => value }: OptionProps) {
  return (
    <label>
      <span class="small quiet">{label}</span>
      <select
        value={intake.said.value[name] ?? ""}
        disabled={intake.busy.value}
        onChange={(event) => void intake.say(name, event.currentTarget.value)}
      >
        <option value="">{words.value.intake.itself}</option>
        {values.map((one) => (
          <option key={one} value={one}>
            {shown(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Whose file it is, and the click that imports it. */
function Whose({ session, understood }: AccountProps) {
  const t = words.value.intake;
  const { intake } = session;
  const zones = useId();
  const machines = session.machines.value ?? [];
  const target = intake.target.value;
  const timed = Boolean(understood.format.timeColumn);
  const ready = target.is === "each" || /^[a-z0-9][a-z0-9-]{0,62}$/.test(target.machine);
  const choose = (value: string) => {
    if (value === EACH) void intake.belongTo({ is: "each" }, machines);
    else if (value === "") void intake.belongTo({ is: "new", machine: "" }, machines);
    else void intake.belongTo({ is: "known", machine: value }, machines);
  };
  if (!timed) return <p class="complaint">{t.untimed}</p>;
  return (
    <form
      class="whose-file"
      onSubmit={(event) => {
        event.preventDefault();
        void intake.keep();
      }}
    >
      <label>
        <span class="small quiet">{t.machine}</span>
        <select
          value={target.is === "known" ? target.machine : target.is === "each" ? EACH : ""}
          disabled={intake.busy.value}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          <option value="">{t.newMachine}</option>
          {understood.machines.length > 1 && (
            <option value={EACH}>{t.each(understood.machines.length)}</option>
          )}
          {machines.map((one) => (
            <option key={one.machine} value={one.machine}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      {target.is === "new" && (
        <label>
          <span class="small quiet">{t.newName}</span>
          <input
            type="text"
            required
            pattern="[a-z0-9][a-z0-9\-]*"
            maxLength={63}
            title={t.nameRule}
            value={target.machine}
            onInput={(event) => {
              intake.target.value = { is: "new", machine: event.currentTarget.value };
            }}
          />
        </label>
      )}
      <label>
        <span class="small quiet">{t.zoneOf}</span>
        <input
          type="text"
          list={zones}
          value={intake.said.value.zone ?? ""}
          disabled={intake.busy.value || target.is === "known"}
          onChange={(event) => void intake.say("zone", event.currentTarget.value.trim())}
        />
        <datalist id={zones}>
          {zonesKnown().map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </label>
      <button type="submit" class="main" disabled={!ready || intake.busy.value}>
        {t.keep}
      </button>
    </form>
  );
}

/** No machine is called so: an asterisk is not allowed in its name. */
const EACH = "*";

function zonesKnown(): string[] {
  return typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];
}

function isMeasured(signal: UnderstoodSignal): boolean {
  return signal.type === "number" || signal.type === "flag";
}

function brief(names: string[]): string {
  return names.length > 6 ? `${names.slice(0, 6).join(", ")} … (${count(names.length)})` : names.join(", ");
}
