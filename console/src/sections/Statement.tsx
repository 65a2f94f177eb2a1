import { count, day, duration, energy, money } from "../format";
import { words } from "../language";
import { SectionCard } from "../parts";
import type { Session } from "../session";
import type { Statement as Month, Used } from "../wire";
import { Fact } from "./Models";

/** What a month cost: by day as bars, by tenant where there are several, by job as a table. */
export function Statement({ session }: { session: Session }) {
  const t = words.value.statement;
  return (
    <SectionCard
      id="statement"
      title={t.title}
      content={session.statement.content}
      empty={t.empty}
      isEmpty={(month) => month.total.attempts === 0}
      retry={() => void session.statement.refresh()}
      aside={<Choices session={session} />}
    >
      {(month) => <MonthView month={month} />}
    </SectionCard>
  );
}

function Choices({ session }: { session: Session }) {
  const t = words.value.statement;
  const { month, zone } = session.statement.value ?? {};
  const choose = (value: string) => {
    session.month.value = value;
    void session.statement.refresh();
  };
  return (
    <div class="choices">
      <label>
        <span class="unseen">{t.month}</span>
        <input
          type="month"
          value={session.month.value || (month ?? "")}
          onChange={(event) => choose(event.currentTarget.value)}
        />
      </label>
      {session.me.role === "OPERATOR" && (
        <label>
          <input
            type="checkbox"
            checked={session.allTenants.value}
            onChange={(event) => {
              session.allTenants.value = event.currentTarget.checked;
              void session.statement.refresh();
            }}
          />{" "}
          {t.all}
        </label>
      )}
      {zone && <span class="small quiet">{zone}</span>}
    </div>
  );
}

const ROWS_SHOWN = 50;

function MonthView({ month }: { month: Month }) {
  const t = words.value.statement;
  const several = month.tenants.length > 1;
  const days = month.days.map((one) => ({ name: day(one.day, "UTC"), used: one.used }));
  const tenants = month.tenants.map((one) => ({ name: one.name ?? one.tenant, used: one.used }));
  return (
    <>
      <dl class="facts total">
        <Fact name={t.inQuota} value={duration(month.total.inQuota.milliseconds)} />
        <Fact name={t.borrowed} value={duration(month.total.borrowed.milliseconds)} />
        {month.total.unknown.milliseconds > 0 && (
          <Fact name={t.unknown} value={duration(month.total.unknown.milliseconds)} />
        )}
        <Fact name={t.lost} value={duration(month.total.lost.milliseconds)} />
        <Fact name={t.reservedIdle} value={duration(month.total.reservedIdle.milliseconds)} />
        <Fact name={t.energy} value={energy(month.total.energy.joules)} />
        <Fact name={t.cost} value={money(month.total.cost)} />
      </dl>
      <p class="small quiet">
        {month.closed ? t.closed : t.open} {t.rule}
      </p>
      <Bars caption={t.byDay} bars={days} />
      {several && <Bars caption={t.byTenant} bars={tenants} />}
      <Rows month={month} several={several} />
    </>
  );
}

type Bar = { name: string; used: Used };

/** A line a bar, as long as its GPU time; where there is none, as its cost. */
function Bars({ caption, bars }: { caption: string; bars: Bar[] }) {
  const t = words.value.statement;
  const gpus = bars.some(({ used }) => gpuTime(used) > 0);
  const sizeOf = (used: Used) => (gpus ? gpuTime(used) : used.cost.microEuros);
  const greatest = Math.max(1, ...bars.map(({ used }) => sizeOf(used)));
  const width = (amount: number) => ({ width: `${(100 * amount) / greatest}%` });
  return (
    <table class="bars">
      <caption>
        {caption} <span class="small quiet">{gpus ? t.legend : t.cost}</span>
      </caption>
      <tbody>
        {bars.map(({ name, used }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td aria-hidden="true">
              <span class="lane">
                <span class="in-quota" style={width(gpus ? used.inQuota.milliseconds : sizeOf(used))} />
                {gpus && <span class="borrowed" style={width(used.borrowed.milliseconds)} />}
                {gpus && <span class="unknown" style={width(used.unknown.milliseconds)} />}
              </span>
            </td>
            {gpus && <td class="figure">{duration(gpuTime(used))}</td>}
            <td class="figure">{money(used.cost)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function gpuTime(used: Used): number {
  return used.inQuota.milliseconds + used.borrowed.milliseconds + used.unknown.milliseconds;
}

function Rows({ month, several }: { month: Month; several: boolean }) {
  const t = words.value.statement;
  const dearest = [...month.rows].sort((a, b) => b.used.cost.microEuros - a.used.cost.microEuros);
  return (
    <details>
      <summary>{t.jobs(count(month.rows.length), count(Math.min(ROWS_SHOWN, month.rows.length)))}</summary>
      <table class="ledger">
        <caption class="unseen">{t.title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.value.site.job}</th>
            {[t.attempts, t.inQuota, t.borrowed, t.lost, t.cost].map((name) => (
              <th key={name} scope="col" class="figure">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {dearest.slice(0, ROWS_SHOWN).map((row) => (
            <tr key={row.job}>
              <th scope="row">
                {row.job} <span class="quiet">{several ? `${row.tenant} · ${row.name}` : row.name}</span>
              </th>
              <td class="figure">{count(row.used.attempts)}</td>
              <td class="figure">{duration(row.used.inQuota.milliseconds)}</td>
              <td class="figure">{duration(row.used.borrowed.milliseconds)}</td>
              <td class="figure">{duration(row.used.lost.milliseconds)}</td>
              <td class="figure">{money(row.used.cost)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
