import uPlot from "uplot";
import { number, tick, unitSymbol, zoneNames } from "./format";
import { words } from "./language";
import type { Picture } from "./trend";
import type { Finding } from "./wire";

/** What stands below the pointer. */
export type Reading = { at: number; low: number | null; high: number | null; score: number | null };

export type ChartListener = {
  onZoom: (from: number, to: number) => void;
  onAll: () => void;
  onReading: (reading: Reading | null) => void;
  onWidth: (width: number) => void;
};

const TREND_HEIGHT = 270;
const SCORE_HEIGHT = 142;
/** Above each lane stands what it shows. */
const TITLE_HEIGHT = 24;
/** Between two labels of time; the same in both lanes, so that their lines meet. */
const TIME_SPACE = 80;
const AXIS_WIDTH = 58;
/** A finding of an hour in ten years is far below a pixel, and yet the point of the picture. */
const BAND_WIDTH_MIN = 3;
/** A pause of so many usual distances between two points is a gap in the line. */
const GAP = 4;

type Colors = Record<"line" | "fill" | "score" | "over" | "grid" | "text" | BandState, string>;
type BandState = "open" | "confirmed" | "false_alarm" | "known";

/** Two lanes over one time axis: the signal's envelope, and the score with its threshold. */
export class TrendChart {
  private picture: Picture | undefined;
  private bands: Finding[] = [];
  private colors: Colors;
  private readonly trend: uPlot;
  private readonly score: uPlot;
  private readonly resized: ResizeObserver;
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");
  private readonly recolor = () => {
    this.colors = colorsOf(this.place);
    this.trend.redraw();
    this.score.redraw();
  };

  constructor(
    private readonly place: HTMLElement,
    private readonly listener: ChartListener,
  ) {
    this.colors = colorsOf(place);
    const width = widthOf(place);
    this.trend = new uPlot(this.trendOptions(width), [[], [], []], place);
    this.score = new uPlot(this.scoreOptions(width), [[], []], place);
    this.resized = new ResizeObserver(() => this.resize());
    this.resized.observe(place);
    this.dark.addEventListener("change", this.recolor);
    listener.onWidth(width - AXIS_WIDTH);
  }

  draw(picture: Picture, bands: Finding[]): void {
    this.picture = picture;
    // The picture of another machine may still be on its way.
    this.bands = bands.filter((finding) => finding.machine === picture.machine.machine);
    const { trend, scores } = picture;
    const [times, low, high] = withGaps(trend.times, trend.min, trend.max);
    const [scoreTimes, score] = withGaps(scores?.times ?? [], scores?.max ?? []);
    this.trend.setData([times, high, low] as uPlot.AlignedData);
    this.score.setData([scoreTimes, score] as uPlot.AlignedData);
    // The labels are kept while the scales stay the same, and yet the language may have changed.
    this.trend.redraw(false, true);
    this.score.redraw(false, true);
  }

  remove(): void {
    this.dark.removeEventListener("change", this.recolor);
    this.resized.disconnect();
    this.trend.destroy();
    this.score.destroy();
  }

  private resize(): void {
    const width = widthOf(this.place);
    if (width === this.trend.width) return;
    this.trend.setSize({ width, height: TREND_HEIGHT });
    this.score.setSize({ width, height: SCORE_HEIGHT });
    this.listener.onWidth(width - AXIS_WIDTH);
  }

  private trendOptions(width: number): uPlot.Options {
    const line = { stroke: () => this.colors.line, width: 1, points: { show: false } };
    return {
      ...this.lane(width, TREND_HEIGHT),
      scales: { x: this.timeScale(), y: { range: (_, low, high) => padded(low, high) } },
      series: [{}, line, line],
      bands: [{ series: [1, 2], fill: () => this.colors.fill }],
      axes: [
        {
          ...this.axis(),
          show: true,
          size: 6,
          space: TIME_SPACE,
          values: () => [],
          ticks: { show: false },
        },
        { ...this.axis(), size: AXIS_WIDTH, values: (_, ticks) => ticks.map((value) => number(value, 4)) },
      ],
    };
  }

  private scoreOptions(width: number): uPlot.Options {
    return {
      ...this.lane(width, SCORE_HEIGHT),
      scales: { x: this.timeScale(), y: { range: (_, _low, high) => [0, this.highest(high)] } },
      series: [{}, { stroke: (u) => this.splitAtThreshold(u), width: 1.5, points: { show: false } }],
      axes: [
        {
          ...this.axis(),
          size: 30,
          space: TIME_SPACE,
          values: (_, ticks, _axis, _space, distance) =>
            ticks.map((at) => tick(at, distance, this.picture?.machine.zone ?? "UTC")),
        },
        {
          ...this.axis(),
          size: AXIS_WIDTH,
          space: 24,
          values: (_, ticks) => ticks.map((value) => number(value)),
        },
      ],
    };
  }

  private lane(
    width: number,
    height: number,
  ): Pick<uPlot.Options, "width" | "height" | "ms" | "tzDate" | "legend" | "cursor" | "hooks" | "padding"> {
    return {
      width,
      height,
      ms: 1,
      tzDate: (at) => uPlot.tzDate(new Date(at), this.picture?.machine.zone ?? "UTC"),
      legend: { show: false },
      padding: [TITLE_HEIGHT, 18, 0, 0],
      cursor: {
        y: false,
        points: { show: false },
        sync: { key: "trend" },
        drag: { x: true, y: false, setScale: false },
        bind: { dblclick: () => () => this.showAll() },
      },
      hooks: {
        drawClear: [(u) => this.drawBands(u)],
        draw: [(u) => this.drawTitle(u), (u) => this.drawThreshold(u)],
        setSelect: [(u) => this.select(u)],
        setCursor: [(u) => this.read(u)],
      },
    };
  }

  private timeScale(): uPlot.Scale {
    return {
      time: true,
      range: () => {
        const span = this.picture?.span;
        return span ? [span.from, Math.max(span.to, span.from + 1)] : [0, 1];
      },
    };
  }

  private axis(): uPlot.Axis {
    return {
      stroke: () => this.colors.text,
      grid: { stroke: () => this.colors.grid, width: 1 },
      ticks: { stroke: () => this.colors.grid, width: 1, size: 4 },
      font: "12px system-ui, sans-serif",
    };
  }

  private highest(high: number | null): number {
    return Math.max((this.picture?.scores?.threshold ?? 1) * 1.5, (high ?? 0) * 1.05);
  }

  /** The line changes its colour where it crosses the threshold. */
  private splitAtThreshold(u: uPlot): CanvasGradient | string {
    const threshold = this.picture?.scores?.threshold;
    if (threshold == null) return this.colors.score;
    const top = u.bbox.top;
    const bottom = top + u.bbox.height;
    const share = (u.valToPos(threshold, "y", true) - top) / (bottom - top);
    const at = Math.min(Math.max(share, 0), 1);
    if (!Number.isFinite(at)) return this.colors.score;
    const gradient = u.ctx.createLinearGradient(0, top, 0, bottom);
    gradient.addColorStop(0, this.colors.over);
    gradient.addColorStop(at, this.colors.over);
    gradient.addColorStop(at, this.colors.score);
    gradient.addColorStop(1, this.colors.score);
    return gradient;
  }

  private drawBands(u: uPlot): void {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    for (const finding of this.bands) {
      const from = u.valToPos(Date.parse(finding.from), "x", true);
      const to = u.valToPos(Date.parse(finding.to), "x", true);
      const wide = Math.max(to - from, BAND_WIDTH_MIN * devicePixelRatio);
      ctx.fillStyle = this.colors[(finding.verdict?.kind.toLowerCase() ?? "open") as BandState];
      ctx.fillRect(from, bbox.top, wide, bbox.height);
    }
    ctx.restore();
  }

  /** What the lane shows, in which unit, and in which zone its times are. */
  private drawTitle(u: uPlot): void {
    if (!this.picture) return;
    const { trend, span, machine } = this.picture;
    const t = words.value.trend;
    const unit = unitSymbol(trend.unit);
    const { ctx, bbox } = u;
    const y = bbox.top - 9 * devicePixelRatio;
    ctx.save();
    ctx.fillStyle = this.colors.text;
    ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
    ctx.textAlign = "left";
    const title = u === this.trend ? (unit ? `${trend.signal} (${unit})` : trend.signal) : t.score;
    ctx.fillText(title, bbox.left, y, bbox.width * 0.7);
    if (u === this.trend) {
      ctx.textAlign = "right";
      ctx.fillText(zoneNames(span.from, span.to, machine.zone), bbox.left + bbox.width, y, bbox.width * 0.3);
    }
    ctx.restore();
  }

  private drawThreshold(u: uPlot): void {
    const threshold = this.picture?.scores?.threshold;
    if (u !== this.score || threshold == null) return;
    const { ctx, bbox } = u;
    const y = Math.round(u.valToPos(threshold, "y", true)) + 0.5;
    ctx.save();
    ctx.strokeStyle = this.colors.over;
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillStyle = this.colors.text;
    ctx.textAlign = "left";
    ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
    ctx.fillText(words.value.trend.threshold, bbox.left + 6 * devicePixelRatio, y - 5 * devicePixelRatio);
    ctx.restore();
  }

  private showAll(): null {
    this.listener.onAll();
    return null;
  }

  private select(u: uPlot): void {
    const { left, width } = u.select;
    if (width > 4) this.listener.onZoom(u.posToVal(left, "x"), u.posToVal(left + width, "x"));
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }

  /** Both lanes move their cursor; the one that has points there tells. */
  private read(u: uPlot): void {
    if (u !== this.trend || !this.score) return;
    const index = u.cursor.idx;
    const at = index == null ? undefined : u.data[0][index];
    if (index == null || at === undefined) {
      this.listener.onReading(null);
      return;
    }
    const [times, scores] = this.score.data;
    const nearest = times.length > 0 ? this.score.valToIdx(at) : -1;
    this.listener.onReading({
      at,
      high: u.data[1]?.[index] ?? null,
      low: u.data[2]?.[index] ?? null,
      score: scores?.[nearest] ?? null,
    });
  }
}

function widthOf(place: HTMLElement): number {
  return Math.max(place.clientWidth, 240);
}

function padded(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  return [low - room, high + room];
}

/** Points where nothing was measured are left out by the server: a line must not run across. */
export function withGaps(times: number[], ...columns: (number | null)[][]): (number | null)[][] {
  const distances = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  const usual = [...distances].sort((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0;
  const result: (number | null)[][] = [[], ...columns.map(() => [])];
  times.forEach((at, index) => {
    const before = times[index - 1];
    if (before !== undefined && usual > 0 && at - before > GAP * usual) {
      result.forEach((column, which) => {
        column.push(which === 0 ? before + usual : null);
      });
    }
    result.forEach((column, which) => {
      column.push(which === 0 ? at : (columns[which - 1]?.[index] ?? null));
    });
  });
  return result;
}

/** The colours stand in the style sheet, where light and dark are told apart. */
function colorsOf(place: HTMLElement): Colors {
  const style = getComputedStyle(place);
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim() || "gray";
  return {
    line: color("chart-line"),
    fill: color("chart-fill"),
    score: color("chart-score"),
    over: color("chart-over"),
    grid: color("chart-grid"),
    text: color("quiet"),
    open: color("band-open"),
    confirmed: color("band-confirmed"),
    false_alarm: color("band-false-alarm"),
    known: color("band-known"),
  };
}
