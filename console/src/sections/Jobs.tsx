import { useSignal } from "@preact/signals";
import { dateTime, duration, money } from "../format";
import { words } from "../language";
import { Badge, inLanguage, SectionCard } from "../parts";
import type { Session } from "../session";
import type { Job } from "../wire";
import { Fact } from "./Models";

const SHOWN = 5;

/** The factory's jobs, latest first, and why one waits. */
export function Jobs({ session }: { session: Session }) {
  const shown = useSignal(SHOWN);
  const t = words.value.jobs;
  return (
    <SectionCard
      id="jobs"
      title={t.title}
      content={session.jobs.content}
      empty={t.empty}
      isEmpty={(jobs) => jobs.length === 0}
      retry={() => void session.jobs.refresh()}
    >
      {(jobs) => (
        <>
          <ul class="rows">
            {jobs.slice(0, shown.value).map((job) => (
              <li key={job.id}>
                <JobRow job={job} session={session} />
              </li>
            ))}
          </ul>
          {jobs.length > shown.value && (
            <button
              type="button"
              class="more"
              onClick={() => {
                shown.value += 20;
              }}
            >
              {words.value.more(Math.min(20, jobs.length - shown.value))}
            </button>
          )}
        </>
      )}
    </SectionCard>
  );
}

function JobRow({ job, session }: { job: Job; session: Session }) {
  const t = words.value.jobs;
  const ended =
    job.startedAt && job.endedAt ? Date.parse(job.endedAt) - Date.parse(job.startedAt) : undefined;
  const cancel = () => {
    void session.act(`jobs/${encodeURIComponent(job.id)}/cancel`, {}, () => t.cancelled(job.id), [
      "jobs",
      "site",
    ]);
  };
  return (
    <article class="job">
      <p class="row-head">
        <strong>{job.name}</strong>{" "}
        <Badge tone={`job-${job.state.toLowerCase()}`}>{t.state[job.state]}</Badge>{" "}
        <span class="small quiet">
          {job.id} · {dateTime(job.submittedAt)}
          {job.node && ` · ${job.node}`}
          {job.attempt !== undefined && job.attempt > 1 && ` · ${t.attempt(job.attempt)}`}
        </span>
      </p>
      {job.why && <p>{inLanguage(job.why)}</p>}
      {job.deadlineMet === false && <p>{t.late}</p>}
      <dl class="facts">
        {job.start && <Fact name={t.starts} value={dateTime(job.start)} />}
        {ended !== undefined && <Fact name={t.took} value={duration(ended)} />}
        {job.cpuTime && <Fact name={t.cpu} value={duration(job.cpuTime.milliseconds)} />}
        {job.cost && <Fact name={words.value.site.cost} value={money(job.cost)} />}
      </dl>
      {session.mayAct.value && isActive(job) && (
        <p class="actions">
          <button type="button" onClick={cancel}>
            {t.cancel}
          </button>
        </p>
      )}
    </article>
  );
}

function isActive(job: Job): boolean {
  switch (job.state) {
    case "QUEUED":
    case "STARTING":
    case "RUNNING":
    case "EVICTING":
      return true;
    case "SUCCEEDED":
    case "FAILED":
    case "CANCELLED":
      return false;
  }
}
