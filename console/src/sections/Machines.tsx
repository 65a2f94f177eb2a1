import { Fragment } from "preact";
import { groupsOf } from "../assets";
import { count, day } from "../format";
import { words } from "../language";
import { Badge, SectionCard } from "../parts";
import type { Session } from "../session";
import type { Machine } from "../wire";

/** More machines than this scroll within their group, so that the page stays in reach. */
const MANY = 18;

/** The machines; a click shows one in the trend. */
export function Machines({ session }: { session: Session }) {
  const t = words.value.machines;
  return (
    <SectionCard
      id="machines"
      title={t.title}
      content={session.machines.content}
      empty={t.empty}
      isEmpty={(machines) => machines.length === 0}
      retry={() => void session.machines.refresh()}
    >
      {(machines) =>
        groupsOf(machines).map((group) => (
          <Fragment key={group.path.join("/")}>
            {group.path.length > 0 && <Where path={group.path} />}
            {group.is === "unplaced" && <h3 class="place quiet">{t.unplaced}</h3>}
            <ul class={`machines ${group.machines.length > MANY ? "many" : ""}`}>
              {group.machines.map((machine) => (
                <li key={machine.machine}>
                  <MachineCard machine={machine} session={session} />
                </li>
              ))}
            </ul>
          </Fragment>
        ))
      }
    </SectionCard>
  );
}

/** The lowest level stands out; those above it say where that is. */
function Where({ path }: { path: string[] }) {
  return (
    <h3 class="place">
      {path.slice(0, -1).map((name) => (
        <span key={name} class="quiet">
          {name} ›{" "}
        </span>
      ))}
      {path.at(-1)}
    </h3>
  );
}

function MachineCard({ machine, session }: { machine: Machine; session: Session }) {
  const t = words.value.machines;
  const chosen = session.trend.machine.value?.machine === machine.machine;
  return (
    <button
      type="button"
      class={`machine ${machine.findingsOpen > 0 ? "attention" : ""}`}
      aria-pressed={chosen}
      title={t.select(machine.name)}
      onClick={() => session.trend.choose(machine.machine)}
    >
      <span class="machine-name">
        {machine.name}{" "}
        {machine.name !== machine.machine && <span class="quiet small">{machine.machine}</span>}
      </span>
      <span class={machine.findingsOpen > 0 ? "open-findings" : "quiet"}>
        {machine.findingsOpen > 0 ? t.open(machine.findingsOpen) : t.noneOpen}
      </span>
      <span class="small quiet">
        {machine.first && machine.last
          ? `${count(machine.rows)} ${t.rows}, ${day(machine.first, machine.zone)} – ${day(machine.last, machine.zone)}`
          : t.noSamples}
      </span>
      <span class="badges">
        {machine.liveVersion && (
          <Badge tone="live">
            {t.live} {short(machine.liveVersion)}
          </Badge>
        )}
        {machine.shadowVersion && (
          <Badge tone="shadow">
            {t.shadow} {short(machine.shadowVersion)}
          </Badge>
        )}
        {!machine.liveVersion && <Badge tone="none">{t.noVersion}</Badge>}
      </span>
    </button>
  );
}

/** press-1/v2 is v2 where the machine is named. */
function short(version: string): string {
  return version.slice(version.lastIndexOf("/") + 1);
}
