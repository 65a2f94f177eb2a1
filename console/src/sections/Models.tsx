import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { dateTime, duration, money, number, size } from "../format";
import { words } from "../language";
import { Badge, inLanguage, SectionCard } from "../parts";
import type { Session } from "../session";
import type { Comparison, Version } from "../wire";
import { topicName } from "./Outlooks";

/** The versions of the machines' models: what is live, what runs in the shadow, what waits for a release. */
export function Models({ session }: { session: Session }) {
  const t = words.value.models;
  return (
    <SectionCard
      id="models"
      title={t.title}
      content={session.versions.content}
      empty={t.empty}
      isEmpty={(versions) => versions.length === 0}
      retry={() => void session.versions.refresh()}
    >
      {(versions) => {
        const retired = versions.filter((version) => version.state === "RETIRED");
        const current = versions.filter((version) => version.state !== "RETIRED");
        return (
          <>
            <VersionList versions={current} session={session} />
            {retired.length > 0 && (
              <details>
                <summary>{t.retired(retired.length)}</summary>
                <VersionList versions={retired} session={session} />
              </details>
            )}
          </>
        );
      }}
    </SectionCard>
  );
}

function VersionList({ versions, session }: { versions: Version[]; session: Session }) {
  const sorted = [...versions].sort((a, b) => a.machine.localeCompare(b.machine) || b.number - a.number);
  return (
    <ul class="rows">
      {sorted.map((version) => (
        <li key={version.id}>
          <VersionRow version={version} session={session} />
        </li>
      ))}
    </ul>
  );
}

function VersionRow({ version, session }: { version: Version; session: Session }) {
  const t = words.value.models;
  const judged = version.gate ?? version.appraisal;
  return (
    <article class="version">
      <p class="row-head">
        <strong>{version.id}</strong>{" "}
        {version.topic && <span class="topic">{topicName(version.topic)} </span>}
        <Badge tone={version.state.toLowerCase()}>{t.state[version.state]}</Badge>{" "}
        {judged ? (
          <Badge tone={`gate-${judged.verdict.toLowerCase()}`}>{t.gate[judged.verdict]}</Badge>
        ) : (
          t.noGate
        )}
      </p>
      {judged && <p>{inLanguage(judged.words)}</p>}
      {version.reason && (
        <p class="small quiet">
          {t.why} {inLanguage(version.reason)}
        </p>
      )}
      {version.shared && <p class="small quiet">{sharedWords(version, session)}</p>}
      {version.state === "SHADOW" && <ComparisonLine version={version} session={session} />}
      <dl class="facts">
        {!version.topic && (
          <Fact name={t.threshold} value={version.threshold == null ? "–" : number(version.threshold)} />
        )}
        <Fact name={t.size} value={size(version.sizeKb)} />
        <Fact name={t.trained} value={duration(version.trainSeconds * 1000)} />
        <Fact name={t.cost} value={version.cost ? money(version.cost) : "–"} />
        <Fact name={t.published} value={dateTime(version.publishedAt)} />
      </dl>
      {session.mayAct.value && <Actions version={version} session={session} />}
    </article>
  );
}

/** More machines than this are counted, not named. */
const NAMED_MAX = 5;

/** Of which training for several machines it is. */
function sharedWords({ machine, shared, card }: Version, session: Session): string {
  const t = words.value.models;
  if (!shared) return "";
  if (shared.takenFrom) return t.takenFrom(shared.takenFrom, shared.order);
  const nameOf = (id: string) => session.machines.value?.find((one) => one.machine === id)?.name ?? id;
  const others = (card?.machines ?? []).map((one) => one.machine).filter((one) => one !== machine);
  const named = others.slice(0, NAMED_MAX).map(nameOf).join(", ");
  return t.sharedWith(named, Math.max(0, others.length - NAMED_MAX), shared.order);
}

export function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function pathOf(version: Version): string {
  return `versions/${encodeURIComponent(version.machine)}/${version.number}`;
}

/** How the shadow does beside the live version; asked for again whenever findings change. */
function ComparisonLine({ version, session }: { version: Version; session: Session }) {
  const comparison = useSignal<Comparison | null>(null);
  const findings = session.findings.value;
  useEffect(() => {
    let wanted = findings !== undefined;
    session.api.get<Comparison>(`${pathOf(version)}/comparison`).then(
      (answer) => {
        if (wanted) comparison.value = answer;
      },
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [findings, version.id]);
  const t = words.value.models;
  const now = comparison.value;
  if (!now) return null;
  const against = (pair: { live: number; shadow: number }) => `${pair.shadow} : ${pair.live}`;
  // Of versions that answer a question, the reason says it all.
  const counts =
    now.confirmedCaught && now.falseAlarms
      ? t.compared(
          against({ live: now.liveFindings ?? 0, shadow: now.shadowFindings ?? 0 }),
          against(now.confirmedCaught),
          against(now.falseAlarms),
        )
      : "";
  return (
    <p class="comparison">
      <span class="small quiet">
        {t.comparison}: {counts}
      </span>
      <br />
      {now.better ? t.better : t.notBetter} – {inLanguage(now.reason)}
    </p>
  );
}

function Actions({ version, session }: { version: Version; session: Session }) {
  const asking = useSignal<"release" | "promote" | null>(null);
  const t = words.value.models;
  const close = () => {
    asking.value = null;
  };
  const shadow = () => {
    void session.act(`${pathOf(version)}/shadow`, {}, () => t.shadowed(version.id), ["versions", "machines"]);
  };
  if (version.state !== "CANDIDATE" && version.state !== "SHADOW") return null;
  const hasLive = session.versions.value?.some(
    (one) =>
      one.machine === version.machine && one.state === "LIVE" && (one.topic ?? "") === (version.topic ?? ""),
  );
  return (
    <p class="actions">
      {version.state === "SHADOW" && (
        <button
          type="button"
          onClick={() => {
            asking.value = "promote";
          }}
        >
          {t.promote}
        </button>
      )}
      {version.state === "CANDIDATE" && (
        <button
          type="button"
          onClick={() => {
            asking.value = "release";
          }}
        >
          {t.release}
        </button>
      )}
      {version.state === "CANDIDATE" && hasLive && (
        <button type="button" onClick={shadow}>
          {t.shadow}
        </button>
      )}
      {asking.value && (
        <ReasonDialog what={asking.value} version={version} session={session} onClose={close} />
      )}
    </p>
  );
}

type DialogProps = { what: "release" | "promote"; version: Version; session: Session; onClose: () => void };

/** Going live takes a reason, which stands in the journal for ever. */
function ReasonDialog({ what, version, session, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const reason = useRef<HTMLInputElement>(null);
  const force = useRef<HTMLInputElement>(null);
  const busy = useSignal(false);
  const title = useId();
  const t = words.value.models;
  const judged = version.gate ?? version.appraisal;
  const refused = what === "release" && judged?.verdict === "REFUSE";

  useEffect(() => dialog.current?.showModal(), []);

  async function send(): Promise<void> {
    const text = reason.current?.value.trim() ?? "";
    const body = { ...(text ? { reason: text } : {}), ...(force.current?.checked ? { force: true } : {}) };
    busy.value = true;
    const done = () => t.released(version.id);
    const succeeded = await session.act(`${pathOf(version)}/${what}`, body, done, ["versions", "machines"]);
    busy.value = false;
    if (succeeded) onClose();
  }

  return (
    <dialog ref={dialog} aria-labelledby={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <h3 id={title}>{what === "release" ? t.releaseTitle(version.id) : t.promoteTitle(version.id)}</h3>
        <p>{what === "promote" ? t.promoteLead : version.topic ? t.answerLead : t.releaseLead}</p>
        {judged && <p class="quiet">{inLanguage(judged.words)}</p>}
        <label>
          {what === "release" ? t.reason : t.reasonOptional}
          <input ref={reason} type="text" maxLength={500} required={what === "release"} autocomplete="off" />
        </label>
        {what === "release" && <p class="small quiet">{t.reasonNeeded}</p>}
        {refused && (
          <label class="tick">
            <input ref={force} type="checkbox" required /> {t.force}
          </label>
        )}
        <p class="actions">
          <button type="submit" class="main" disabled={busy.value}>
            {what === "release" ? t.release : t.promote}
          </button>
          <button type="button" onClick={onClose}>
            {words.value.cancel}
          </button>
        </p>
      </form>
    </dialog>
  );
}
