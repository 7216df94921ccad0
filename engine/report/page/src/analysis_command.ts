// How to ask a real test's data the same again: a command line, and where names do not fit on one, the
// analysis as a file.
import type {AnalysisMetric, AnalysisPlan, JsonObject} from "./answer_types";
import {yamlText} from "./yaml_text";

export const quoted = (word: string): string =>
  /^[\p{L}\p{N}_./:@%+=-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

const kinds = ["conversion", "retention", "mean", "average", "ratio", "time"] as const;
type Kind = (typeof kinds)[number];

const kindOf = (metric: AnalysisMetric): Kind =>
  metric.kind === "mean" && metric.averages ? "average" : (metric.kind as Kind);

/** The option's value, and the name that it gives. */
function optionOf(metric: AnalysisMetric): {value: string; name: string} {
  const [first = "", second] = metric.columns;
  if (second === undefined) return {value: first, name: first};
  if (metric.kind === "ratio") return {value: `${first}/${second}`, name: `${first}/${second}`};
  const pair = `${first}:${second}`;
  return metric.age !== null
    ? {value: `${pair}@${metric.age}`, name: `${pair}@${metric.age}`}
    : {value: pair, name: first};
}

/** Whether options say the same: their names, their order, and columns without the signs that part them. */
function fitsOptions(plan: AnalysisPlan): boolean {
  const order = plan.metrics.map((metric) => kinds.indexOf(kindOf(metric)));
  return (
    order.every((kind, at) => kind >= (order[at - 1] ?? 0)) &&
    plan.metrics.every(
      (metric) =>
        optionOf(metric).name === metric.name &&
        [...(metric.columns.length > 1 ? metric.columns : []), ...metric.covariates].every(
          (column) => !/[:@/]/.test(column),
        ) &&
        (metric.kind !== "retention" || metric.columns.length > 1 || !/[:@]/.test(metric.name)),
    ) &&
    Object.keys(plan.split).every((arm) => !arm.includes("="))
  );
}

function options(plan: AnalysisPlan, confidence: number | undefined): string[] {
  const words = ["--arm", plan.arm, "--control", plan.control];
  if (plan.customers !== null) words.push("--customers", plan.customers);
  for (const metric of plan.metrics) words.push(`--${kindOf(metric)}`, optionOf(metric).value);
  for (const metric of plan.metrics) {
    for (const column of metric.covariates) words.push("--covariate", `${metric.name}:${column}`);
    if (metric.better === "lower") words.push("--lower", metric.name);
  }
  for (const column of plan.segments) words.push("--segment", column);
  for (const [arm, weight] of Object.entries(plan.split)) words.push("--split", `${arm}=${weight}`);
  if (confidence !== undefined && confidence !== 0.95) words.push("--confidence", String(confidence));
  if (plan.adjustment !== "holm") words.push("--adjust", plan.adjustment);
  return words;
}

const oneOrAll = (columns: string[]) => (columns.length === 1 ? columns[0]! : columns);

function fileOf(plan: AnalysisPlan, confidence: number | undefined): string {
  const metrics: JsonObject = {};
  for (const metric of plan.metrics) {
    metrics[metric.name] = {
      [kindOf(metric)]: oneOrAll(metric.columns),
      ...(metric.age !== null ? {at: metric.age} : {}),
      ...(metric.covariates.length > 0 ? {covariate: oneOrAll(metric.covariates)} : {}),
      ...(metric.better === "lower" ? {better: "lower"} : {}),
    };
  }
  return yamlText({
    arm: plan.arm,
    control: plan.control,
    ...(plan.customers !== null ? {customers: plan.customers} : {}),
    metrics,
    ...(plan.segments.length > 0 ? {segments: plan.segments} : {}),
    ...(Object.keys(plan.split).length > 0 ? {split: plan.split} : {}),
    ...(confidence !== undefined && confidence !== 0.95 ? {confidence} : {}),
    ...(plan.adjustment !== "holm" ? {adjust: plan.adjustment} : {}),
  });
}

/** The command, and the text of the analysis file that it names, if it names one. */
export function analysisCommand(
  data: string,
  plan: AnalysisPlan,
  confidence: number | undefined,
): {command: string; file: string | null} {
  const fits = fitsOptions(plan);
  const words = [
    "journeylab",
    "analyze",
    data,
    ...(fits ? options(plan, confidence) : ["--analysis", "analysis.yaml"]),
  ];
  if (plan.force) words.push("--force");
  return {command: words.map(quoted).join(" "), file: fits ? null : fileOf(plan, confidence)};
}
