import { useSignal } from "@preact/signals";
import { number } from "../format";
import { words } from "../language";
import type { Session } from "../session";
import type { Intent, Machine, Ordered } from "../wire";

/** A question, or that a machine is to be watched. */
type Wish = Intent | "WATCH";
const WISHES: Wish[] = ["FORECAST", "LIFE", "CLASSIFY", "WATCH"];

/** What tells cycles apart: it is found out, nothing does, or a signal with this mark before its name. */
const FOUND = "?";
const NOTHING = "-";
const SIGNAL = "=";

/** What several machines share: as the server has it by itself, surely, or nothing. */
type Sharing = "" | "true" | "false";

type OrderProps = { session: Session; machine: Machine };

/** A training order for one or several machines; what comes of it waits among the models. */
export function Order({ session, machine }: OrderProps) {
  const wish = useSignal<Wish>("FORECAST");
  const target = useSignal("");
  const group = useSignal(FOUND);
  const asked = useSignal<string[]>([]);
  /** Nothing chosen yet: lives are learned from all others. */
  const chosen = useSignal<string[] | undefined>(undefined);
  const together = useSignal(false);
  const sharing = useSignal<Sharing>("");
  const busy = useSignal(false);
  const t = words.value.order;

  const others = (session.machines.value ?? []).filter((one) => one.machine !== machine.machine);
  const several = asked.value.length > 0;
  const learns = wish.value !== "FORECAST";
  const isShareable = wish.value === "LIFE" || wish.value === "CLASSIFY";
  const countsItself = wish.value === "CLASSIFY" && group.value.startsWith(SIGNAL);
  const share = (): Sharing => (several && sharing.value === "true" ? "" : sharing.value);
  const everyOther = others.map((one) => one.machine);
  const learned = (chosen.value ?? (wish.value === "LIFE" ? everyOther : [])).filter(
    (one) => learns && !asked.value.includes(one),
  );

  function question(): Record<string, string> {
    const intent = wish.value;
    if (intent === "WATCH") return {};
    return {
      intent,
      ...(intent !== "LIFE" && target.value ? { target: target.value } : {}),
      ...(intent === "CLASSIFY" ? groupOf(group.value) : {}),
    };
  }

  async function order(): Promise<void> {
    busy.value = true;
    const sisters = learned.length > 0 ? { sisters: learned } : {};
    const kept = isShareable && !countsItself ? share() : "";
    const shared = kept ? { shared: kept === "true" } : {};
    if (several) {
      const machines = [machine.machine, ...asked.value];
      const all = learns && together.value ? { together: true } : {};
      const body = { machines, ...all, ...shared, each: { ...question(), ...sisters } };
      await session.act("arrays", body, () => t.orderedSeveral(number(machines.length)), [
        "jobs",
        "versions",
      ]);
    } else {
      const body = { machine: machine.machine, ...question(), ...sisters, ...shared };
      const done = ({ version }: Ordered) => (version ? t.takenOver(version) : t.ordered(machine.name));
      await session.act<Ordered>("orders", body, done, ["jobs", "versions"]);
    }
    busy.value = false;
  }

  return (
    <form
      class="choices order"
      onSubmit={(event) => {
        event.preventDefault();
        void order();
      }}
    >
      <Choice name={t.question} field={wish} options={WISHES.map((one) => [one, t.questions[one]])} />
      {(wish.value === "FORECAST" || wish.value === "CLASSIFY") && (
        <Choice
          name={t.target}
          field={target}
          options={[["", wish.value === "FORECAST" ? t.everySignal : t.noted], ...signals(machine, "")]}
        />
      )}
      {wish.value === "CLASSIFY" && (
        <Choice
          name={t.group}
          field={group}
          options={[[FOUND, t.groupFound], [NOTHING, t.groupNone], ...signals(machine, SIGNAL, t.groupBy)]}
        />
      )}
      <button type="submit" disabled={busy.value}>
        {wish.value === "WATCH" ? t.order : t.ask}
      </button>
      {(several || learned.length > 0) && (
        <p class="small quiet whole">
          {several && t.askedOf(number(asked.value.length + 1))}
          {several && learned.length > 0 && ", "}
          {learned.length > 0 && t.sisters(learned.length)}
        </p>
      )}
      {others.length > 0 && (
        <details class="whole">
          <summary>{t.severalMachines}</summary>
          <Which
            machine={machine}
            others={others}
            asked={asked.value}
            learned={learns ? learned : undefined}
            onAsk={(names) => {
              asked.value = names;
            }}
            onLearn={(names) => {
              chosen.value = names;
            }}
          />
          {several && learns && (
            <label class="tick">
              <input
                type="checkbox"
                checked={together.value}
                onChange={(event) => {
                  together.value = event.currentTarget.checked;
                }}
              />
              {t.together}
            </label>
          )}
          {isShareable && (several || learned.length > 0) && (
            <label class="sharing">
              {t.training}
              <select
                value={countsItself ? "" : share()}
                disabled={countsItself}
                onChange={(event) => {
                  sharing.value = event.currentTarget.value as Sharing;
                }}
              >
                {sharings(several, countsItself).map(([value, name]) => (
                  <option key={value} value={value}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          )}
        </details>
      )}
    </form>
  );
}

/** How the API takes it: absent, a signal, or a blank for each sample by itself. */
function groupOf(choice: string): Record<string, string> {
  if (choice === FOUND) return {};
  return { group: choice === NOTHING ? "" : choice.slice(SIGNAL.length) };
}

function sharings(several: boolean, countsItself: boolean): [Sharing, string][] {
  const t = words.value.order;
  if (countsItself) return [["", several ? t.countsItself : t.trainsAlone]];
  if (several)
    return [
      ["", t.oneTraining],
      ["false", t.eachTraining],
    ];
  return [
    ["", t.mayTakeOver],
    ["true", t.onlyTakeOver],
    ["false", t.trainsAlone],
  ];
}

function signals(machine: Machine, mark: string, name = (signal: string) => signal): [string, string][] {
  return machine.signals.map((one) => [mark + one.name, name(one.name)]);
}

type ChoiceProps<T extends string> = { name: string; field: { value: T }; options: [T, string][] };

function Choice<T extends string>({ name, field, options }: ChoiceProps<T>) {
  return (
    <label>
      <span class="unseen">{name}</span>
      <select
        value={field.value}
        onChange={(event) => {
          field.value = event.currentTarget.value as T;
        }}
      >
        {options.map(([value, shown]) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ))}
      </select>
    </label>
  );
}

type WhichProps = {
  machine: Machine;
  others: Machine[];
  asked: string[];
  /** Absent where nothing is learned from other machines. */
  learned: string[] | undefined;
  onAsk: (machines: string[]) => void;
  onLearn: (machines: string[]) => void;
};

/** Which machines are asked about, and which others are learned from. */
function Which({ machine, others, asked, learned, onAsk, onLearn }: WhichProps) {
  const t = words.value.order;
  const every = others.map((one) => one.machine);
  const free = every.filter((one) => !asked.includes(one));
  return (
    <div class="which-scroll">
      <table class="which">
        <thead>
          <tr>
            <th scope="col">{t.machine}</th>
            <th scope="col">{t.askColumn}</th>
            {learned && <th scope="col">{t.learnColumn}</th>}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{machine.name}</th>
            <td>
              <input type="checkbox" checked disabled aria-label={`${machine.name}: ${t.askColumn}`} />
            </td>
            {learned && <td />}
          </tr>
          {others.length > 1 && (
            <tr>
              <th scope="row" class="quiet">
                {t.allOthers}
              </th>
              <td>
                <Tick name={`${t.allOthers}: ${t.askColumn}`} all={every} on={asked} onChange={onAsk} />
              </td>
              {learned && (
                <td>
                  <Tick
                    name={`${t.allOthers}: ${t.learnColumn}`}
                    all={free}
                    on={learned}
                    onChange={onLearn}
                  />
                </td>
              )}
            </tr>
          )}
          {others.map(({ machine: id, name }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td>
                <Tick name={`${name}: ${t.askColumn}`} all={[id]} on={asked} onChange={onAsk} />
              </td>
              {learned && (
                <td>
                  {!asked.includes(id) && (
                    <Tick name={`${name}: ${t.learnColumn}`} all={[id]} on={learned} onChange={onLearn} />
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type TickProps = { name: string; all: string[]; on: string[]; onChange: (machines: string[]) => void };

/** Turns some of the machines on or off; the others stay. */
function Tick({ name, all, on, onChange }: TickProps) {
  return (
    <input
      type="checkbox"
      aria-label={name}
      disabled={all.length === 0}
      checked={all.length > 0 && all.every((one) => on.includes(one))}
      onChange={(event) => {
        const rest = on.filter((one) => !all.includes(one));
        onChange(event.currentTarget.checked ? [...rest, ...all] : rest);
      }}
    />
  );
}
