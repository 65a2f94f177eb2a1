import { effect, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Reading, TrendChart } from "../chart";
import { dateTime, number, quantity, unitSymbol } from "../format";
import { words } from "../language";
import { SectionCard } from "../parts";
import type { Session } from "../session";
import { type Picture, SPANS, type SpanName } from "../trend";
import type { Finding } from "../wire";

const SPAN_NAMES = [...Object.keys(SPANS), "all"] as SpanName[];

/** One signal of one machine over time, its score below, its findings as bands. */
export function TrendSection({ session }: { session: Session }) {
  const t = words.value.trend;
  return (
    <SectionCard
      id="trend"
      title={t.title}
      content={session.trend.picture.content}
      empty={t.nothing}
      isEmpty={(picture) => picture === null}
      retry={() => void session.trend.picture.refresh()}
      aside={<Choices session={session} />}
    >
      {(picture) => picture && <TrendPicture picture={picture} session={session} />}
    </SectionCard>
  );
}

function Choices({ session }: { session: Session }) {
  const t = words.value.trend;
  const { trend } = session;
  const machine = trend.machine.value;
  const view = trend.view.value;
  if (!machine) return null;
  return (
    <div class="choices">
      <label>
        <span class="unseen">{t.machine}</span>
        <select value={machine.machine} onChange={(event) => trend.choose(event.currentTarget.value)}>
          {session.machines.value?.map((one) => (
            <option key={one.machine} value={one.machine}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="unseen">{t.signal}</span>
        <select
          value={trend.signal.value?.name ?? ""}
          onChange={(event) => {
            trend.choose(machine.machine, event.currentTarget.value);
          }}
        >
          {machine.signals.map((one) => (
            <option key={one.name} value={one.name}>
              {one.name}
              {unitSymbol(one.unit) && ` (${unitSymbol(one.unit)})`}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="unseen">{t.span}</span>
        <select
          value={"last" in view ? view.last : "own"}
          onChange={(event) => {
            trend.view.value = { last: event.currentTarget.value as SpanName };
          }}
        >
          {"from" in view && <option value="own">{t.chosenSpan}</option>}
          {SPAN_NAMES.map((name) => (
            <option key={name} value={name}>
              {t.spans[name]}
            </option>
          ))}
        </select>
      </label>
      <span class="steps">
        <button type="button" aria-label={t.earlier} title={t.earlier} onClick={() => trend.move(-0.5)}>
          ‹
        </button>
        <button type="button" aria-label={t.later} title={t.later} onClick={() => trend.move(0.5)}>
          ›
        </button>
        <button type="button" aria-label={t.nearer} title={t.nearer} onClick={() => trend.zoom(0.5)}>
          +
        </button>
        <button type="button" aria-label={t.further} title={t.further} onClick={() => trend.zoom(2)}>
          −
        </button>
      </span>
    </div>
  );
}

function TrendPicture({ picture, session }: { picture: Picture; session: Session }) {
  const place = useRef<HTMLDivElement>(null);
  const reading = useSignal<Reading | null>(null);
  const { trend } = session;
  const t = words.value.trend;

  useEffect(() => {
    if (!place.current) return;
    const chart = new TrendChart(place.current, {
      onZoom: (from, to) => trend.zoomTo(from, to),
      onAll: () => {
        trend.view.value = { last: "all" };
      },
      onReading: (at) => {
        reading.value = at;
      },
      onWidth: (width) => {
        trend.points.value = Math.max(100, Math.round(width / 50) * 50);
      },
    });
    const stop = effect(() => {
      words.value;
      const now = trend.picture.value;
      if (now) chart.draw(now, trend.bands.value);
    });
    return () => {
      stop();
      chart.remove();
    };
  }, [trend]);

  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a chart is no fieldset */}
      <div
        class="chart"
        ref={place}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the chart listens to keys
        tabIndex={0}
        aria-label={summary(picture)}
        aria-describedby="trend-hint"
        onKeyDown={(event) => {
          if (moved(event.key, session)) event.preventDefault();
        }}
      />
      <p class="reading" aria-hidden="true">
        {reading.value ? <ReadingLine reading={reading.value} picture={picture} /> : summary(picture)}
      </p>
      {picture.scores === null && <p class="small quiet">{t.noScores}</p>}
      <Bands session={session} />
      <p id="trend-hint" class="small quiet">
        {t.hint}
      </p>
    </>
  );
}

/** The chart's keys; answers whether the key was one. */
function moved(key: string, { trend }: Session): boolean {
  switch (key) {
    case "ArrowLeft":
      trend.move(-0.25);
      return true;
    case "ArrowRight":
      trend.move(0.25);
      return true;
    case "+":
    case "=":
      trend.zoom(0.5);
      return true;
    case "-":
    case "−":
      trend.zoom(2);
      return true;
    case "0":
      trend.view.value = { last: "all" };
      return true;
    default:
      return false;
  }
}

function summary({ machine, span, trend }: Picture): string {
  const t = words.value.trend;
  const lows = trend.min.filter((value) => value !== null);
  const highs = trend.max.filter((value) => value !== null);
  if (lows.length === 0) return t.empty;
  return t.summary(
    trend.signal,
    machine.name,
    dateTime(span.from, machine.zone),
    dateTime(span.to, machine.zone),
    quantity(Math.min(...lows), trend.unit),
    quantity(Math.max(...highs), trend.unit),
  );
}

function ReadingLine({ reading, picture }: { reading: Reading; picture: Picture }) {
  const t = words.value.trend;
  const { unit } = picture.trend;
  const { low, high, score } = reading;
  const threshold = picture.scores?.threshold;
  return (
    <>
      <strong>{dateTime(reading.at, picture.machine.zone)}</strong>
      {low !== null && high !== null && (
        <span>{low === high ? quantity(low, unit) : `${quantity(low, unit)} – ${quantity(high, unit)}`}</span>
      )}
      {score !== null && (
        <span>
          {t.score} {number(score)}
          {threshold != null && ` (${t.threshold} ${number(threshold)})`}
        </span>
      )}
    </>
  );
}

/** The bands by name, for those who do not see or cannot hit them. */
function Bands({ session }: { session: Session }) {
  const t = words.value.trend;
  const bands = session.trend.bands.value;
  if (bands.length === 0) return <p class="small quiet">{t.noBands}</p>;
  return (
    <p class="bands small">
      <span class="quiet">{t.bands}: </span>
      {bands.slice(-12).map((finding) => (
        <button
          key={finding.id}
          type="button"
          class={`band ${(finding.verdict?.kind ?? "OPEN").toLowerCase()}`}
          onClick={() => session.trend.show(finding)}
        >
          {finding.id} <span class="band-state">{t.legend[stateOf(finding)]}</span>
        </button>
      ))}
    </p>
  );
}

function stateOf(finding: Finding): "OPEN" | "CONFIRMED" | "FALSE_ALARM" | "KNOWN" {
  return finding.verdict?.kind ?? "OPEN";
}
