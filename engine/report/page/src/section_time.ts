// What happens over time: retention and time to a goal as curves with their bands and the customers
// that they rest on, and when goals are reached.
import * as Plot from "@observablehq/plot";
import type {Curve} from "./answer_types";
import {h, name, shorten} from "./dom";
import {figure} from "./figure";
import {drawHistogram, type Bin} from "./figure_histogram";
import {lookOf, type Metric, type Model} from "./model";
import {count, decimal, isNumber, level, percent} from "./number_text";
import {variantMark} from "./section_answer";
import {numberCell, textCell, type Table} from "./table";

interface Line {
  variant: string;
  curve: Curve;
}

interface Point {
  variant: string;
  time: number;
  value: number;
  low: number | null;
  high: number | null;
}

const valuesOf = (curve: Curve) => curve.survival ?? curve.incidence ?? [];

function linesOf(model: Model, metric: Metric): Line[] {
  return model.variants.flatMap((variant) => {
    const curve = model.runs.get(variant)?.curves[metric.name];
    return curve && curve.time.length > 0 ? [{variant, curve}] : [];
  });
}

/** The points of the curves up to a time, where each still stands as high as it did last. */
function pointsOf(lines: Line[], end: number): Point[] {
  return lines.flatMap(({variant, curve}) => {
    const points = curve.time.flatMap((time, index) => {
      const value = valuesOf(curve)[index];
      return isNumber(value) && time <= end
        ? [{variant, time, value, low: curve.ci_low[index] ?? null, high: curve.ci_high[index] ?? null}]
        : [];
    });
    const last = points.at(-1);
    return last && last.time < end && (curve.time.at(-1) ?? 0) > end
      ? [...points, {...last, time: end}]
      : points;
  });
}

/** Where the axis ends: at the horizon, or of a goal where all has been seen that is to be seen. */
function shownUntil(metric: Metric, lines: Line[]): number {
  const horizon = Math.max(...lines.map(({curve}) => curve.time.at(-1) ?? 0));
  if (lines.some(({curve}) => curve.survival)) return horizon;
  return Math.min(horizon, Math.max(nearlyAll(lines), metric.within ?? 0));
}

/** What the metric reads of the curve. */
function readAt(model: Model, metric: Metric, lines: Line[]): string {
  const horizon = Math.max(...lines.map(({curve}) => curve.time.at(-1) ?? 0));
  const at = metric.within ?? metric.at;
  return isNumber(at) && at < horizon
    ? ` The metric is what it shows after ${decimal(at, at % 1 ? 1 : 0)} ${model.timeUnit}s.`
    : "";
}

/** Of a goal's curve: which customers it is counted from, where they are not all. */
function countedOf(model: Model, metric: Metric, lines: Line[]): string {
  const counted = Math.max(...lines.map(({curve}) => curve.customers ?? Infinity));
  const all = Math.max(...lines.map(({variant}) => model.runs.get(variant)?.metrics[metric.name]?.n ?? 0));
  return counted < all && lines.some(({curve}) => curve.incidence)
    ? ` Counted over ${count(counted)} customers, the first of each variant.`
    : "";
}

/** The last known point at or before `time`. */
function indexAt(curve: Curve, time: number): number {
  let found = -1;
  curve.time.forEach((here, index) => {
    if (here <= time + 1e-9) found = index;
  });
  return found;
}

function drawCurves(model: Model, metric: Metric, lines: Line[], width: number): Element {
  const end = shownUntil(metric, lines);
  const points = pointsOf(lines, end);
  const marginLeft = 64,
    marginRight = width < 560 ? 16 : 150;
  const ticks = Math.max(2, Math.min(8, Math.floor((width - marginLeft - marginRight) / 100)));
  const falling = lines.some((line) => line.curve.survival);
  const read = metric.within ?? metric.at;
  const last = lines
    .map((line) => points.filter((point) => point.variant === line.variant).at(-1))
    .filter((point): point is Point => point !== undefined);
  // Names at the ends of the lines keep a distance from each other.
  const range = Math.max(...points.map((point) => point.high ?? point.value));
  const low = falling ? Math.min(...points.map((point) => point.low ?? point.value)) : 0;
  const base = falling && low > 0.5 ? Math.floor(low * 10) / 10 : 0;
  const step = (18 / 250) * (range - base || 1);
  const ends = [...last].sort((a, b) => a.value - b.value).map((point) => ({...point, y: point.value}));
  ends.forEach((point, index) => {
    if (index > 0) point.y = Math.max(point.y, (ends[index - 1] as typeof point).y + step);
  });
  const colour = (point: {variant: string}) => lookOf(model, point.variant).css;
  const plot = Plot.plot({
    width,
    height: 300,
    marginLeft,
    marginRight,
    marginTop: 12,
    marginBottom: 40,
    className: "plot",
    x: {
      label: falling
        ? `${model.timeUnit}s since entry or the first reach`
        : `${model.timeUnit}s since the start`,
      labelAnchor: "center",
      labelArrow: "none",
      domain: [0, end],
      ticks,
      tickFormat: (x: number) => decimal(x, x % 1 ? 1 : 0),
    },
    y: {
      label: null,
      domain: [base, Math.max(range, ...ends.map((point) => point.y))],
      grid: true,
      ticks: 5,
      tickFormat: (x: number) => percent(x, range - base < 0.05 ? 1 : 0),
    },
    marks: [
      Plot.areaY(points, {
        x: "time",
        y1: "low",
        y2: "high",
        z: "variant",
        fill: colour,
        fillOpacity: 0.16,
        curve: "step-after",
      }),
      ...lines.map((line) =>
        Plot.line(
          points.filter((point) => point.variant === line.variant),
          {
            x: "time",
            y: "value",
            stroke: lookOf(model, line.variant).css,
            strokeWidth: 2,
            strokeDasharray: lookOf(model, line.variant).dashes || undefined,
            curve: "step-after",
            className: "marks",
          },
        ),
      ),
      Plot.ruleY([base], {stroke: "var(--axis)"}),
      ...(width < 560
        ? []
        : [
            Plot.dot(last, {
              x: "time",
              y: "value",
              fill: colour,
              symbol: (point: Point) => lookOf(model, point.variant).symbol,
              r: 4.5,
            }),
            Plot.text(ends, {
              x: "time",
              y: "y",
              text: (point) => shorten(point.variant, 18),
              fill: colour,
              textAnchor: "start",
              dx: 10,
              fontSize: 13,
              fontWeight: 600,
            }),
          ]),
      ...(isNumber(read) && read < end
        ? [Plot.ruleX([read], {stroke: "var(--axis)", strokeDasharray: "2 4"})]
        : []),
      Plot.ruleX(points, Plot.pointerX({x: "time", stroke: "var(--axis)"})),
      Plot.tip(
        points,
        Plot.pointer({
          x: "time",
          y: "value",
          title: (point: Point) =>
            `${point.variant}, ${decimal(point.time, 1)} ${model.timeUnit}s\n${percent(point.value)} (${percent(point.low)} to ${percent(point.high)})`,
          fill: "var(--surface)",
          stroke: "var(--line)",
        }),
      ),
    ],
  } as Plot.PlotOptions);
  return h("div", {}, plot, atRisk(model, lines, end, ticks, metric));
}

/** Customers that the curve still rests on, at a few times. */
function atRisk(model: Model, lines: Line[], end: number, ticks: number, metric: Metric): HTMLElement {
  const times = Array.from(
    {length: Math.min(6, ticks) + 1},
    (_, index) => (end * index) / Math.min(6, ticks),
  );
  return h(
    "div",
    {class: "atrisk"},
    h(
      "table",
      {},
      h("caption", {}, "Customers at risk, ", name(metric.name)),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", {scope: "col"}, model.timeUnit),
          ...times.map((time) =>
            h("th", {scope: "col", class: "number"}, decimal(time, time % 1 && end < 20 ? 1 : 0)),
          ),
        ),
      ),
      h(
        "tbody",
        {},
        ...lines.map(({variant, curve}) =>
          h(
            "tr",
            {},
            h("th", {scope: "row"}, variantMark(model, variant)),
            ...times.map((time) => {
              const index = indexAt(curve, time);
              return h("td", {class: "number"}, count(index < 0 ? undefined : curve.at_risk[index]));
            }),
          ),
        ),
      ),
    ),
  );
}

function curveTable(model: Model, metric: Metric, lines: Line[]): Table {
  const word = lines.some((line) => line.curve.survival) ? "still there" : "reached it";
  return {
    caption: `${metric.name} over time`,
    columns: [
      {title: "variant"},
      {title: model.timeUnit, numeric: true},
      {title: word, numeric: true},
      {title: "low", numeric: true},
      {title: "high", numeric: true},
      {title: "at risk", numeric: true},
    ],
    rows: lines.flatMap(({variant, curve}) =>
      curve.time.map((time, index) => [
        textCell(variant),
        numberCell(time, decimal(time)),
        numberCell(valuesOf(curve)[index], percent(valuesOf(curve)[index], 2)),
        numberCell(curve.ci_low[index], percent(curve.ci_low[index], 2)),
        numberCell(curve.ci_high[index], percent(curve.ci_high[index], 2)),
        numberCell(curve.at_risk[index], count(curve.at_risk[index])),
      ]),
    ),
  };
}

function curveFigure(model: Model, metric: Metric, lines: Line[]): HTMLElement {
  const falling = lines.some((line) => line.curve.survival);
  const lastWords = lines
    .map(
      ({variant, curve}) =>
        `${variant} ends at ${percent(valuesOf(curve).at(-1))} after ${decimal(curve.time.at(-1), 0)} ${model.timeUnit}s`,
    )
    .join("; ");
  return figure({
    id: `curve-${model.metrics.indexOf(metric)}`,
    title: falling ? `Who is still there: ${metric.name}` : `Who has reached it: ${metric.name}`,
    lead: metric.description
      ? h("span", {dir: "auto"}, metric.description)
      : falling
        ? "The share of customers that is kept, by age."
        : "The share of all customers that has reached the goal, by time since the start.",
    summary: `Curve of ${metric.name}: ${lastWords}.`,
    controls: h("p", {class: "legend"}, ...lines.map((line) => variantMark(model, line.variant))),
    draw: (width) => drawCurves(model, metric, lines, width),
    caption: `Bands are ${level(model.confidence)} intervals at each time: ${model.uncertainty.kind}.${readAt(model, metric, lines)}${countedOf(model, metric, lines)}`,
    tables: [curveTable(model, metric, lines)],
  }).element;
}

/** The share that has reached it by a time, straight between the points of the curve. */
function shareBy(curve: Curve, time: number): number {
  const incidence = curve.incidence ?? [];
  const index = indexAt(curve, time);
  if (index < 0) return 0;
  const here = incidence[index] ?? 0,
    next = incidence[index + 1];
  if (!isNumber(next)) return here;
  const from = curve.time[index]!,
    to = curve.time[index + 1]!;
  return here + ((next - here) * (time - from)) / (to - from);
}

/** New reaches in each of equal periods up to `end`, from a curve of all who reached by then. */
export function binsOf(variant: string, curve: Curve, periods: number, end: number): Bin[] {
  const by = (index: number) => shareBy(curve, (end * index) / periods);
  return Array.from({length: periods}, (_, index) => ({
    variant,
    from: (end * index) / periods,
    to: (end * (index + 1)) / periods,
    share: by(index + 1) - by(index),
  }));
}

/** The time by which nearly all who ever reach it have: what comes later is no sight. */
function nearlyAll(lines: Line[]): number {
  const ends = lines.map(({curve}) => {
    const last = curve.incidence?.at(-1) ?? 0;
    const index = curve.incidence?.findIndex((share) => (share ?? 0) >= 0.99 * last) ?? -1;
    return curve.time[index] ?? 0;
  });
  const horizon = Math.max(...lines.map(({curve}) => curve.time.at(-1) ?? 0));
  const end = Math.max(...ends);
  return end > 0 && end < horizon ? Math.min(horizon, niceEnd(end)) : horizon;
}

/** Rounded up, so that an axis ends at a plain number. */
function niceEnd(time: number): number {
  const scale = 10 ** Math.floor(Math.log10(time));
  return scale * ([1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * scale >= time) ?? 10);
}

function quantileTable(model: Model, metric: Metric, lines: Line[]): Table[] {
  const rows = lines.flatMap(({variant, curve}) =>
    (model.runs.get(variant)?.metrics[metric.name]?.quantiles ?? curve.among_reached ?? []).map(
      (quantile) => [
        textCell(variant, variantMark(model, variant)),
        numberCell(quantile.probability, percent(quantile.probability, 0)),
        numberCell(quantile.time, quantile.time === null ? "not reached" : timeText(model, quantile.time)),
      ],
    ),
  );
  if (rows.length === 0) return [];
  const of = metric.measure === "time" ? "all customers" : "those who reach it";
  return [
    {
      caption: `Times by which a share of ${of} has reached it`,
      columns: [{title: "variant"}, {title: `share of ${of}`, numeric: true}, {title: "time", numeric: true}],
      rows,
    },
  ];
}

const timeText = (model: Model, time: number | null | undefined) => `${decimal(time)} ${model.timeUnit}s`;

/** When half and nine in ten of those who reach it have. */
function amongReached(model: Model, metric: Metric, {variant, curve}: Line): string[] {
  const at = (probability: number) =>
    curve.among_reached?.find((each) => each.probability === probability)?.time;
  if (isNumber(at(0.5)))
    return [
      `${variant}: of those who reach it, half do within ${timeText(model, at(0.5))}, nine in ten within ${timeText(model, at(0.9))}`,
    ];
  const reached = model.runs.get(variant)?.metrics[metric.name]?.among_reached;
  return reached
    ? [`${variant}: median ${timeText(model, reached.median)} among the ${count(reached.n)} who reached it`]
    : [];
}

function timesFigure(model: Model, metric: Metric, lines: Line[]): HTMLElement {
  const end = nearlyAll(lines);
  const bins = lines.flatMap(({variant, curve}) => binsOf(variant, curve, 30, end));
  const among = lines.flatMap((line) => amongReached(model, metric, line));
  const horizon = Math.max(...lines.map(({curve}) => curve.time.at(-1) ?? 0));
  return figure({
    id: `times-${model.metrics.indexOf(metric)}`,
    title: `When it is reached: ${metric.name}`,
    lead: among.join("; ") + (among.length > 0 ? "." : ""),
    summary: `Distribution of the time to reach ${metric.name}. ${among.join("; ")}`,
    controls: h("p", {class: "legend"}, ...lines.map((line) => variantMark(model, line.variant))),
    draw: (width) =>
      drawHistogram(
        model,
        bins,
        {label: `${model.timeUnit}s since the start`, format: (x) => decimal(x, x % 1 ? 1 : 0)},
        width,
      ),
    caption: `Share of all customers who reach it first in each period${end < horizon ? `; at most one in a hundred of those who reach it does so after ${decimal(end, end % 1 ? 1 : 0)} ${model.timeUnit}s` : ""}. No interval is drawn here.${countedOf(model, metric, lines)}`,
    tables: [
      {
        caption: "New in each period",
        columns: [
          {title: "variant"},
          {title: "from", numeric: true},
          {title: "to", numeric: true},
          {title: "share", numeric: true},
        ],
        rows: bins.map((bin) => [
          textCell(bin.variant),
          numberCell(bin.from, decimal(bin.from, 1)),
          numberCell(bin.to, decimal(bin.to, 1)),
          numberCell(bin.share, percent(bin.share, 2)),
        ]),
      },
      ...quantileTable(model, metric, lines),
    ],
  }).element;
}

export function timeSection(model: Model): HTMLElement | null {
  const figures = model.metrics.flatMap((metric) => {
    const lines = linesOf(model, metric);
    if (lines.length === 0) return [];
    const reached = lines.filter((line) => line.curve.incidence);
    return [
      curveFigure(model, metric, lines),
      ...(reached.length > 0 ? [timesFigure(model, metric, reached)] : []),
    ];
  });
  if (figures.length === 0) return null;
  return h(
    "section",
    {id: "time", "aria-labelledby": "time-title"},
    h("h2", {id: "time-title"}, "What happens over time"),
    ...figures,
  );
}
