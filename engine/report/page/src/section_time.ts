// What happens over time: retention and time to a goal as curves with their bands and the customers
// that they rest on, and when goals are reached.
import * as Plot from "@observablehq/plot";
import type {Curve} from "./answer_types";
import {h, name, shorten} from "./dom";
import {figure} from "./figure";
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

function pointsOf(lines: Line[]): Point[] {
  return lines.flatMap(({variant, curve}) =>
    curve.time.flatMap((time, index) => {
      const value = valuesOf(curve)[index];
      return isNumber(value)
        ? [{variant, time, value, low: curve.ci_low[index] ?? null, high: curve.ci_high[index] ?? null}]
        : [];
    }),
  );
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
  const points = pointsOf(lines);
  const marginLeft = 64,
    marginRight = width < 560 ? 16 : 150;
  const end = Math.max(...points.map((point) => point.time));
  const ticks = Math.max(2, Math.min(8, Math.floor((width - marginLeft - marginRight) / 100)));
  const falling = lines.some((line) => line.curve.survival);
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
    caption: `Bands are ${level(model.confidence)} intervals at each time: ${model.uncertainty.kind}.`,
    tables: [curveTable(model, metric, lines)],
  }).element;
}

interface Bin {
  variant: string;
  from: number;
  to: number;
  share: number;
}

/** New reaches in each of equal periods, from a curve of all who reached by then. */
export function binsOf(variant: string, curve: Curve, periods = 30): Bin[] {
  const incidence = curve.incidence ?? [];
  const end = curve.time.at(-1) ?? 0;
  let before = 0;
  return Array.from({length: periods}, (_, index) => {
    const to = (end * (index + 1)) / periods;
    const known = indexAt(curve, to);
    const here = known < 0 ? before : (incidence[known] ?? before);
    const bin = {variant, from: (end * index) / periods, to, share: here - before};
    before = here;
    return bin;
  });
}

function timesFigure(model: Model, metric: Metric, lines: Line[]): HTMLElement {
  const bins = lines.flatMap(({variant, curve}) => binsOf(variant, curve));
  const most = Math.max(...bins.map((bin) => bin.share));
  const quantiles = lines.flatMap(({variant}) => {
    const value = model.runs.get(variant)?.metrics[metric.name];
    return (value?.quantiles ?? []).map((quantile) => [
      textCell(variant, variantMark(model, variant)),
      numberCell(quantile.probability, percent(quantile.probability, 0)),
      numberCell(quantile.time, quantile.time === null ? "not reached" : metric.unit.value(quantile.time)),
    ]);
  });
  const among = lines.flatMap(({variant}) => {
    const reached = model.runs.get(variant)?.metrics[metric.name]?.among_reached;
    return reached
      ? [
          `${variant}: median ${metric.unit.value(reached.median)} among the ${count(reached.n)} who reached it`,
        ]
      : [];
  });
  return figure({
    id: `times-${model.metrics.indexOf(metric)}`,
    title: `When it is reached: ${metric.name}`,
    lead: among.join("; ") + (among.length > 0 ? "." : ""),
    summary: `Distribution of the time to reach ${metric.name}. ${among.join("; ")}`,
    controls: h("p", {class: "legend"}, ...lines.map((line) => variantMark(model, line.variant))),
    draw: (width) =>
      Plot.plot({
        width,
        height: 220,
        marginLeft: 64,
        marginRight: 16,
        marginBottom: 40,
        className: "plot",
        x: {
          label: `${model.timeUnit}s since the start`,
          labelAnchor: "center",
          labelArrow: "none",
          tickFormat: (x: number) => decimal(x, x % 1 ? 1 : 0),
          ticks: Math.max(3, Math.floor(width / 110)),
        },
        y: {label: null, grid: true, ticks: 4, tickFormat: (x: number) => percent(x, most < 0.05 ? 1 : 0)},
        marks: [
          Plot.rectY(
            bins.filter((bin) => bin.variant === lines[0]?.variant),
            {
              x1: "from",
              x2: "to",
              y: "share",
              fill: lookOf(model, lines[0]?.variant ?? "").css,
              fillOpacity: 0.22,
              inset: 0.5,
              className: "marks",
            },
          ),
          ...lines.map((line) =>
            Plot.line(
              bins
                .filter((bin) => bin.variant === line.variant)
                .flatMap((bin) => [
                  {time: bin.from, share: bin.share},
                  {time: bin.to, share: bin.share},
                ]),
              {
                x: "time",
                y: "share",
                stroke: lookOf(model, line.variant).css,
                strokeWidth: 2,
                strokeDasharray: lookOf(model, line.variant).dashes || undefined,
              },
            ),
          ),
          Plot.ruleY([0], {stroke: "var(--axis)"}),
        ],
      } as Plot.PlotOptions),
    caption: "Share of all customers who reach it first in each period. No interval is drawn here.",
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
      ...(quantiles.length > 0
        ? [
            {
              caption: "Times by which a share of all customers has reached it",
              columns: [{title: "variant"}, {title: "share", numeric: true}, {title: "time", numeric: true}],
              rows: quantiles,
            },
          ]
        : []),
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
  const reached = model.metrics.some((metric) => linesOf(model, metric).some((line) => line.curve.incidence));
  const hint = reached
    ? null
    : h(
        "p",
        {class: "lead"},
        "A metric of the kind time_to draws here how many customers have reached a goal by when.",
      );
  return h(
    "section",
    {id: "time", "aria-labelledby": "time-title"},
    h("h2", {id: "time-title"}, "What happens over time"),
    ...figures,
    hint,
  );
}
