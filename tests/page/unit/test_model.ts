import assert from "node:assert/strict";
import test from "node:test";
import type {Answer} from "../../../engine/report/page/src/answer_types";
import {modelOf} from "../../../engine/report/page/src/model";
import {speak} from "../../../engine/report/page/src/number_text";
import {commandOf} from "../../../engine/report/page/src/section_about";
import {binsThrough, equalBins} from "../../../engine/report/page/src/figure_revenue";
import {binsOf} from "../../../engine/report/page/src/figure_times";
import {guardrailSentence, sentence} from "../../../engine/report/page/src/words";

speak("en-US");
const arm = (estimate: number) => ({
  estimate,
  standard_error: 0.01,
  ci_low: estimate - 0.02,
  ci_high: estimate + 0.02,
  n: 1000,
});
const comparison = {
  metric: "bought",
  variant: "bold",
  control: "plain",
  segment: null,
  kind: "conversion",
  control_arm: arm(0.08),
  variant_arm: arm(0.0862),
  difference: {estimate: 0.0062, standard_error: 0.0001, ci_low: 0.006, ci_high: 0.0064},
  relative: {estimate: 0.0775, ci_low: 0.07, ci_high: 0.08},
  p_value: 1e-9,
  p_value_adjusted: 1e-9,
  adjustment: "holm",
  exploratory: false,
  paired: false,
  verdict: "better" as const,
};
const real: Answer = {
  journeylab: "1",
  command: "analyze",
  file: "a b.csv",
  confidence: 0.95,
  comparisons: [comparison],
  sample_ratio: {
    arms: {plain: {customers: 1, expected_share: 0.5}, bold: {customers: 1, expected_share: 0.5}},
    chi_square: 0,
    df: 1,
    p_value: 1,
    state: "as_planned",
  },
};

test("the answer is a sentence in plain words", () => {
  const model = modelOf(real);
  assert.equal(
    sentence(model.effects[0]!, model),
    "bold: bought is 0.620 points higher than plain (8.000% → 8.620%), 95% interval 0.600 to 0.640 points: better.",
  );
  assert.equal(model.uncertainty.kind, "a real test's noise");
});

test("what has no estimate says why, and what is the same says so", () => {
  const none = modelOf({
    ...real,
    comparisons: [
      {...comparison, difference: {estimate: null, ci_low: null, ci_high: null, reason: "no customers"}},
    ],
  });
  assert.equal(sentence(none.effects[0]!, none), "bold: bought cannot be compared: no customers.");
  const same = modelOf({...real, comparisons: [{...comparison, verdict: "same"}]});
  assert.match(sentence(same.effects[0]!, same), /the same as with plain; no customer differs/);
});

test("a guardrail tells how much is accepted", () => {
  const model = modelOf({
    ...real,
    comparisons: [
      {
        ...comparison,
        guardrail: {limit: 0.05, worsening: -0.012, bound_low: -0.02, bound_high: -0.01, verdict: "kept"},
      },
    ],
  });
  assert.equal(guardrailSentence(model.effects[0]!), "1.20% better; at most 5% worse is accepted");
});

test("control comes first, and the metric that decides", () => {
  const model = modelOf({
    journeylab: "1",
    command: "simulate",
    metrics: {
      b: {measure: "mean", primary: false, better: "higher"},
      a: {measure: "share", primary: true, better: "higher"},
    },
    variants: {x: {} as never, control: {} as never},
  });
  assert.deepEqual(model.variants, ["control", "x"]);
  assert.equal(model.metrics[0]!.name, "a");
});

test("the command to get the answer again", () => {
  const scenario = {
    name: "s",
    file: "my files/it's.yaml",
    sha256: "",
    time_unit: "day",
    horizon: 1,
    document: {variants: {x: {}, y: {}}},
  };
  const answer: Answer = {
    journeylab: "1",
    command: "compare",
    seed: 7,
    customers: 500,
    confidence: 0.9,
    complete: true,
    scenario,
    variants: {control: {} as never, x: {} as never},
    comparisons: [],
  };
  assert.equal(
    commandOf(modelOf(answer)),
    "journeylab compare 'my files/it'\\''s.yaml' --customers 500 --seed 7 --confidence 0.9 --variant x",
  );
});

test("amounts go into equal bins as they lie in their own", () => {
  const revenue = {
    customers: 20,
    none: 10,
    least: -1,
    most: 100,
    quantiles: [],
    bins: {low: [-1, 1, 4, 100], high: [0, 3, 4, 100], customers: [1, 4, 3, 2]},
  };
  const shares = equalBins("control", revenue, -2, 2, 4).map((bin) => Math.round(bin.share * 100));
  // -2..0, 0..2, 2..4 and 4..6; what lies at 100 is beyond.
  assert.deepEqual(shares, [10, 20, 20, 30]);
});

test("one amount that all bring lies in the last bin", () => {
  const bins = {low: [20], high: [20], customers: [10]};
  const revenue = {customers: 40, none: 30, least: 20, most: 20, quantiles: [], bins};
  assert.equal(binsThrough(0, 20, 1), 21);
  const shares = equalBins("control", revenue, 0, 1, 21).map((bin) => bin.share);
  assert.deepEqual(shares, [...new Array<number>(20).fill(0), 1]);
  // Whose step is not a whole number of bits.
  assert.equal(binsThrough(0, 0.3, 0.1), 4);
});

test("the times of first reaches add up to the curve's end", () => {
  const curve = {
    time: [0, 1, 2, 3, 4],
    incidence: [0, 0.1, 0.3, 0.3, 0.35],
    ci_low: [],
    ci_high: [],
    at_risk: [],
  };
  const rounded = (periods: number, end: number) =>
    binsOf("control", curve, periods, end).map((bin) => Math.round(bin.share * 1000));
  assert.deepEqual(rounded(4, 4), [100, 200, 0, 50]);
  // Periods that are no points of the curve share what lies between two of them.
  assert.deepEqual(rounded(4, 2), [50, 50, 100, 100]);
  assert.deepEqual(rounded(1, 9), [350]);
});
