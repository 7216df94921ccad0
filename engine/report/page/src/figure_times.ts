// When a goal is reached by those who reach it.
import type {Curve} from "./answer_types";
import {countedOf, indexAt, nearlyAll, type Line} from "./curve_lines";
import {h, lines as sentences} from "./dom";
import {figure} from "./figure";
import {drawHistogram, type Bin} from "./figure_histogram";
import type {Metric, Model} from "./model";
import {count, decimal, isNumber, percent} from "./number_text";
import {variantMark} from "./section_answer";
import {numberCell, textCell, type Table} from "./table";

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
function amongReached(model: Model, metric: Metric, {variant, curve}: Line): {of: string; says: string}[] {
  const at = (probability: number) =>
    curve.among_reached?.find((each) => each.probability === probability)?.time;
  if (isNumber(at(0.5))) {
    const says = `of those who reach it, half do within ${timeText(model, at(0.5))}, nine in ten within ${timeText(model, at(0.9))}.`;
    return [{of: variant, says}];
  }
  const reached = model.runs.get(variant)?.metrics[metric.name]?.among_reached;
  const says = reached
    ? `median ${timeText(model, reached.median)} among the ${count(reached.n)} who reached it.`
    : "";
  return reached ? [{of: variant, says}] : [];
}

export function timesFigure(model: Model, metric: Metric, lines: Line[]): HTMLElement {
  const end = nearlyAll(lines);
  const bins = lines.flatMap(({variant, curve}) => binsOf(variant, curve, 30, end));
  const among = lines.flatMap((line) => amongReached(model, metric, line));
  const horizon = Math.max(...lines.map(({curve}) => curve.time.at(-1) ?? 0));
  return figure({
    id: `times-${model.metrics.indexOf(metric)}`,
    title: `When it is reached: ${metric.name}`,
    lead: among.length > 0 ? sentences(among) : null,
    summary: `Distribution of the time to reach ${metric.name}. ${among.map(({of, says}) => `${of}: ${says}`).join(" ")}`,
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
