// What happens over time: retention and time to a goal as curves with their bands and the customers
// that they rest on, and when goals are reached.
import * as Plot from "@observablehq/plot";
import {countedOf, indexAt, linesOf, nearlyAll, valuesOf, type Line} from "./curve_lines";
import {h, name, shorten} from "./dom";
import {figure} from "./figure";
import {timesFigure} from "./figure_times";
import {lookOf, type Metric, type Model} from "./model";
import {axisDigits, count, decimal, isNumber, level, percent} from "./number_text";
import {variantMark} from "./section_answer";
import {numberCell, textCell, type Table} from "./table";

interface Point {
  variant: string;
  time: number;
  value: number;
  low: number | null;
  high: number | null;
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
      tickFormat: (x: number) => percent(x, axisDigits((range - base) * 100, 5)),
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
