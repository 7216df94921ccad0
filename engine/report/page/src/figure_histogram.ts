// Shares by equal bins, every variant over the others: bars of the first, outlines of the rest.
import * as Plot from "@observablehq/plot";
import {lookOf, type Model} from "./model";
import {axisDigits, percent} from "./number_text";

export interface Bin {
  variant: string;
  from: number;
  to: number;
  share: number;
}

export interface Axis {
  label: string;
  format(x: number): string;
}

function outlineOf(bins: Bin[]): {at: number; share: number}[] {
  const corners = bins.flatMap((bin) => [
    {at: bin.from, share: bin.share},
    {at: bin.to, share: bin.share},
  ]);
  const first = bins[0],
    last = bins.at(-1);
  return first && last ? [{at: first.from, share: 0}, ...corners, {at: last.to, share: 0}] : [];
}

export function drawHistogram(model: Model, bins: Bin[], axis: Axis, width: number): Element {
  const variants = model.variants.filter((variant) => bins.some((bin) => bin.variant === variant));
  const most = Math.max(...bins.map((bin) => bin.share));
  return Plot.plot({
    width,
    height: 220,
    marginLeft: 64,
    marginRight: 16,
    marginBottom: 40,
    className: "plot",
    x: {
      label: axis.label,
      labelAnchor: "center",
      labelArrow: "none",
      tickFormat: axis.format,
      ticks: Math.max(3, Math.floor(width / 110)),
    },
    y: {label: null, grid: true, ticks: 4, tickFormat: (x: number) => percent(x, axisDigits(most * 100, 4))},
    marks: [
      Plot.rectY(
        bins.filter((bin) => bin.variant === variants[0]),
        {
          x1: "from",
          x2: "to",
          y: "share",
          fill: lookOf(model, variants[0] ?? "").css,
          fillOpacity: 0.22,
          inset: 0.5,
          className: "marks",
        },
      ),
      ...variants.map((variant) =>
        Plot.line(outlineOf(bins.filter((bin) => bin.variant === variant)), {
          x: "at",
          y: "share",
          stroke: lookOf(model, variant).css,
          strokeWidth: 2,
          strokeDasharray: lookOf(model, variant).dashes || undefined,
        }),
      ),
      Plot.ruleY([0], {stroke: "var(--axis)"}),
      Plot.tip(
        bins,
        Plot.pointerX({
          x: (bin: Bin) => (bin.from + bin.to) / 2,
          y: "share",
          title: (bin: Bin) =>
            `${bin.variant}, ${axis.format(bin.from)} to ${axis.format(bin.to)}\n${percent(bin.share)}`,
          fill: "var(--surface)",
          stroke: "var(--line)",
        }),
      ),
    ],
  } as Plot.PlotOptions);
}
