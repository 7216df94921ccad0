import assert from "node:assert/strict";
import test from "node:test";
import {analysisCommand} from "../../../engine/report/page/src/analysis_command";
import type {AnalysisMetric, AnalysisPlan} from "../../../engine/report/page/src/answer_types";

const metric = (name: string, kind: string, columns: string[], more: Partial<AnalysisMetric> = {}) => ({
  name,
  kind,
  columns,
  covariates: [],
  better: "higher" as const,
  averages: false,
  age: null,
  ...more,
});

const plan = (...metrics: AnalysisMetric[]): AnalysisPlan => ({
  arm: "variant",
  control: "plain",
  customers: null,
  metrics,
  segments: [],
  split: {},
  adjustment: "holm",
  force: false,
});

test("an analysis by options has them again", () => {
  const asked = {
    ...plan(
      metric("bought", "conversion", ["bought"]),
      metric("days:left@30", "retention", ["days", "left"], {age: 30}),
      metric("spent", "mean", ["spent"], {covariates: ["spent before"], better: "lower"}),
      metric("spent/days", "ratio", ["spent", "days"]),
      metric("days", "time", ["days", "left"]),
    ),
    segments: ["channel"],
    split: {plain: 1, bold: 2},
    adjustment: "bh",
    force: true,
  };
  assert.deepEqual(analysisCommand("my data.csv", asked, 0.9), {
    command:
      "journeylab analyze 'my data.csv' --arm variant --control plain --conversion bought " +
      "--retention days:left@30 --mean spent --ratio spent/days --time days:left " +
      "--covariate 'spent:spent before' --lower spent --segment channel --split plain=1 --split bold=2 " +
      "--confidence 0.9 --adjust bh --force",
    file: null,
  });
});

test("counts have their columns in pairs", () => {
  const asked = {
    ...plan(
      metric("sum", "mean", ["sum", "squares"]),
      metric("average", "mean", ["average", "deviation"], {averages: true}),
    ),
    customers: "n",
  };
  assert.match(
    analysisCommand("d.csv", asked, 0.95).command,
    /--customers n --mean sum:squares --average average:deviation$/,
  );
});

test("a column with the name of a value keeps its quotes in a file", () => {
  assert.equal(
    analysisCommand("d.csv", {...plan(metric("m", "mean", ["true"])), arm: "null"}, 0.95).file,
    'arm: "null"\ncontrol: plain\nmetrics:\n  m: {mean: "true"}\n',
  );
});

test("names and orders that options cannot give become a file", () => {
  const renamed = analysisCommand("d.csv", plan(metric("sales", "mean", ["spent"], {better: "lower"})), 0.9);
  assert.equal(renamed.command, "journeylab analyze d.csv --analysis analysis.yaml");
  assert.equal(
    renamed.file,
    "arm: variant\ncontrol: plain\nmetrics:\n  sales: {mean: spent, better: lower}\nconfidence: 0.9\n",
  );
  for (const asked of [
    plan(metric("m", "mean", ["m"]), metric("c", "conversion", ["c"])),
    plan(metric("a:b", "time", ["a:b", "event"])),
    plan(metric("a:b@3", "retention", ["a:b@3"])),
    {...plan(metric("c", "conversion", ["c"])), split: {"a=b": 1}},
  ])
    assert.match(analysisCommand("d.csv", asked, 0.95).command, /--analysis analysis.yaml$/);
});
