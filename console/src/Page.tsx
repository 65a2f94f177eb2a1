import { useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { browserZone } from "./format";
import { words } from "./language";
import { LanguageSwitch, Mark } from "./parts";
import { Findings } from "./sections/Findings";
import { Import } from "./sections/Import";
import { Jobs } from "./sections/Jobs";
import { Journal } from "./sections/Journal";
import { Machines } from "./sections/Machines";
import { Models } from "./sections/Models";
import { Outlooks } from "./sections/Outlooks";
import { SiteAndLedger } from "./sections/SiteAndLedger";
import { Statement } from "./sections/Statement";
import { TrendSection } from "./sections/TrendSection";
import type { Session } from "./session";

type Props = { session: Session; onTenant: (tenant: string) => void };

/** Everything on one page. */
export function Page({ session, onTenant }: Props) {
  return (
    <>
      <a class="skip" href="#content">
        {words.value.skip}
      </a>
      <Masthead session={session} onTenant={onTenant} />
      <main id="content" class="sections" tabindex={-1}>
        <div class="wide">
          <Machines session={session} />
          {session.mayAct.value && <Import session={session} />}
          <TrendSection session={session} />
          <Outlooks session={session} />
        </div>
        <div class="side">
          <Findings session={session} />
          <Jobs session={session} />
          <SiteAndLedger session={session} />
        </div>
        <div class="wide">
          <Statement session={session} />
          <Models session={session} />
          <Journal session={session} />
        </div>
      </main>
      <Said session={session} />
      <footer>
        <p>
          <strong>{words.value.advisory}</strong>
        </p>
        <p class="quiet">
          {words.value.timesAre(browserZone())}{" "}
          {session.health.value && `${words.value.version} ${session.health.value.version}`}
        </p>
      </footer>
    </>
  );
}

function Masthead({ session, onTenant }: Props) {
  const open = useComputed(() => session.findings.value?.filter((finding) => !finding.verdict).length ?? 0);
  const t = words.value;
  useEffect(() => {
    document.title = open.value > 0 ? `(${open.value}) ${t.product}` : t.product;
  }, [open.value, t.product]);
  return (
    <header class="masthead">
      <h1>
        <Mark />
      </h1>
      <nav aria-label={t.sections}>
        <ul>
          <li>
            <a href="#machines">{t.machines.title}</a>
          </li>
          <li>
            <a href="#findings">
              {t.findings.title}
              {open.value > 0 && <span class="count">{open.value}</span>}
            </a>
          </li>
          <li>
            <a href="#outlook">{t.outlook.title}</a>
          </li>
          <li>
            <a href="#jobs">{t.jobs.title}</a>
          </li>
          <li>
            <a href="#models">{t.models.title}</a>
          </li>
          <li>
            <a href="#journal">{t.journal.title}</a>
          </li>
        </ul>
      </nav>
      <div class="masthead-end">
        <span class={`connection ${session.connection.value}`} role="status">
          {t.connection[session.connection.value]}
        </span>
        <Whose session={session} onTenant={onTenant} />
        <LanguageSwitch />
        <button type="button" class="plain" onClick={() => session.end()}>
          {t.signOut}
        </button>
      </div>
    </header>
  );
}

/** The tenant; an operator may look at another one. */
function Whose({ session, onTenant }: Props) {
  const t = words.value;
  const { tenant, role } = session.me;
  if (session.tenants.length < 2) {
    return (
      <span class="whose">
        <span class="unseen">{t.tenant} </span>
        {tenant} <span class="quiet role">· {t.role[role]}</span>
      </span>
    );
  }
  return (
    <label class="whose">
      <span class="unseen">{t.tenant}</span>
      <select value={tenant} onChange={(event) => onTenant(event.currentTarget.value)}>
        {session.tenants.map((one) => (
          <option key={one.tenant} value={one.tenant}>
            {one.tenant}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What was done, and what arrived: seen in a corner, read aloud by a screen reader. */
function Said({ session }: { session: Session }) {
  const { text, failed } = session.said.value;
  useEffect(() => {
    if (text === "" || failed) return;
    const timer = setTimeout(() => session.say(""), 8_000);
    return () => clearTimeout(timer);
  }, [text, failed, session]);
  return (
    <div class={`said ${text ? "" : "nothing"} ${failed ? "failed" : ""}`} role="status" aria-live="polite">
      {text}
      {failed && text && (
        <button type="button" class="plain" onClick={() => session.say("")}>
          OK
        </button>
      )}
    </div>
  );
}
