// How revenue spreads over the customers who bring any.
import type {Distribution} from "./answer_types";
import {h, lines} from "./dom";
import {figure} from "./figure";
import {drawHistogram, type Bin} from "./figure_histogram";
import type {Model} from "./model";
import {count, decimal, digitsFor, isNumber, percent} from "./number_text";
import {variantMark} from "./section_answer";
import {numberCell, textCell, type Table} from "./table";

interface Spread {
  variant: string;
  revenue: Distribution;
  /** customers with any */
  some: number;
}

function spreadsOf(model: Model): Spread[] {
  return model.variants.flatMap((variant) => {
    const revenue = model.runs.get(variant)?.distributions?.revenue;
    if (!revenue) return [];
    const some = revenue.customers - revenue.none;
    return some > 0 ? [{variant, revenue, some}] : [];
  });
}

const quantile = (revenue: Distribution, probability: number) =>
  revenue.quantiles.find((each) => each.probability === probability)?.amount ?? null;

/** A step of 1, 2, 2.5 or 5 with as many zeros as make `n` of them cover `width`. */
function roundStep(width: number, n: number): number {
  const scale = 10 ** Math.floor(Math.log10(width / n));
  return scale * ([1, 2, 2.5, 5, 10].find((step) => step * scale * n >= width * (1 - 1e-12)) ?? 10);
}

/**
 * Equal bins from bins of any width, whose customers lie evenly in each. The few beyond `to` and
 * below `from` are left out.
 */
export function equalBins(
  variant: string,
  revenue: Distribution,
  from: number,
  step: number,
  n: number,
): Bin[] {
  const some = revenue.customers - revenue.none;
  const counts = new Array<number>(n).fill(0);
  revenue.bins.customers.forEach((customers, index) => {
    const low = revenue.bins.low[index],
      high = revenue.bins.high[index];
    if (!isNumber(low) || !isNumber(high)) return;
    const first = Math.floor((low - from) / step + 1e-9);
    if (high === low) {
      if (first >= 0 && first < n) counts[first]! += customers;
      return;
    }
    for (let at = Math.max(0, first); at < n && from + at * step < high; ++at) {
      const part = Math.min(high, from + (at + 1) * step) - Math.max(low, from + at * step);
      counts[at]! += (customers * Math.max(0, part)) / (high - low);
    }
  });
  return counts.map((customers, at) => ({
    variant,
    from: from + at * step,
    to: from + (at + 1) * step,
    share: customers / some,
  }));
}

/** How many equal bins from `from` on hold `top`: one amount that all bring lies in the last of them. */
export const binsThrough = (from: number, top: number, step: number): number =>
  Math.floor((top - from) / step + 1e-9) + 1;

function binsOfAll(spreads: Spread[]): {bins: Bin[]; end: number} {
  const tops = spreads.map(({revenue}) => quantile(revenue, 0.99) ?? revenue.most ?? 0);
  const lows = spreads.map(({revenue}) =>
    Math.min(0, (quantile(revenue, 0.05) ?? 0) < 0 ? (revenue.least ?? 0) : 0),
  );
  const top = Math.max(...tops),
    low = Math.min(...lows);
  const step = roundStep(top - low || 1, 24);
  const from = Math.floor(low / step) * step;
  const n = binsThrough(from, top, step);
  return {
    bins: spreads.flatMap(({variant, revenue}) => equalBins(variant, revenue, from, step, n)),
    end: from + n * step,
  };
}

function quantileTable(spreads: Spread[]): Table {
  const probabilities = spreads[0]!.revenue.quantiles.map((each) => each.probability);
  const amount = (x: number | null) => numberCell(x, decimal(x));
  return {
    caption: "Revenue of the customers with any",
    columns: [
      {title: "variant"},
      {title: "with any", numeric: true},
      {title: "share of all", numeric: true},
      {title: "least", numeric: true},
      ...probabilities.map((probability) => ({title: percent(probability, 0), numeric: true})),
      {title: "most", numeric: true},
    ],
    rows: spreads.map(({variant, revenue, some}) => [
      textCell(variant),
      numberCell(some, count(some)),
      numberCell(some / revenue.customers, percent(some / revenue.customers, 2)),
      amount(revenue.least),
      ...probabilities.map((probability) => amount(quantile(revenue, probability))),
      amount(revenue.most),
    ]),
  };
}

function leadOf(spreads: Spread[]): {of: string; says: string}[] {
  return spreads.map(({variant, revenue, some}) => {
    const middle = decimal(quantile(revenue, 0.5)),
      high = decimal(quantile(revenue, 0.95));
    const says = `${percent(some / revenue.customers)} of customers bring any; half of them at least ${middle}, one in twenty at least ${high}.`;
    return {of: variant, says};
  });
}

export function revenueFigure(model: Model): HTMLElement | null {
  const spreads = spreadsOf(model);
  if (spreads.length === 0) return null;
  const {bins, end} = binsOfAll(spreads);
  const lead = leadOf(spreads);
  const step = bins[0]!.to - bins[0]!.from;
  const digits = step >= 1 ? (step % 1 ? 1 : 0) : digitsFor(step);
  const beyond = Math.max(
    ...spreads.map(
      ({variant}) => 1 - bins.reduce((sum, bin) => sum + (bin.variant === variant ? bin.share : 0), 0),
    ),
  );
  const noise = Math.max(
    ...bins.map((bin) => {
      const {some} = spreads.find(({variant}) => variant === bin.variant)!;
      return Math.sqrt((bin.share * (1 - bin.share)) / some);
    }),
  );
  const counted = Math.max(...spreads.map(({revenue}) => revenue.customers));
  const first =
    counted < (model.answer.customers ?? 0)
      ? ` Counted over the first ${count(counted)} customers of each variant.`
      : "";
  return figure({
    id: "revenue",
    title: "How revenue spreads over customers",
    lead: lines(lead),
    summary: `Distribution of revenue a customer, of those with any. ${lead.map(({of, says}) => `${of}: ${says}`).join(" ")}`,
    controls: h("p", {class: "legend"}, ...spreads.map(({variant}) => variantMark(model, variant))),
    draw: (width) =>
      drawHistogram(
        model,
        bins,
        {label: "revenue of a customer's whole journey", format: (x) => decimal(x, digits)},
        width,
      ),
    caption: `Share of the customers with any revenue, by its amount${beyond > 5e-4 ? `; ${percent(beyond, 1)} lie beyond ${decimal(end, digits)}` : ""}. Simulation noise: a standard error of at most ${decimal(noise * 100, digitsFor(noise * 100))} points a bar.${first}`,
    tables: [
      quantileTable(spreads),
      {
        caption: "Share by amount",
        columns: [
          {title: "variant"},
          {title: "from", numeric: true},
          {title: "to", numeric: true},
          {title: "share of those with any", numeric: true},
        ],
        rows: bins.map((bin) => [
          textCell(bin.variant),
          numberCell(bin.from, decimal(bin.from, digits)),
          numberCell(bin.to, decimal(bin.to, digits)),
          numberCell(bin.share, percent(bin.share, 2)),
        ]),
      },
    ],
  }).element;
}
