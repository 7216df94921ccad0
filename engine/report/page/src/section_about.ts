// Where the numbers come from: the scenario as written, its assumptions, and the command that gives
// the same answer again.
import {h, name} from "./dom";
import {analysisCommand, quoted} from "./analysis_command";
import type {AnalysisPlan, JsonObject} from "./answer_types";
import type {Model} from "./model";
import {count, decimal, isNumber, level} from "./number_text";
import type {ExperimentAnswer, SizeAnswer} from "./plan_types";
import {copiedTable, textCell} from "./table";
import {yamlText} from "./yaml_text";

/** The command line, as far as the answer tells it. */
export function commandOf(model: Model): string {
  const {answer} = model;
  const words = ["journeylab", answer.command, quoted(answer.scenario?.file ?? answer.file ?? "")];
  if (answer.customers !== undefined) words.push("--customers", String(answer.planned ?? answer.customers));
  if (answer.seed !== undefined) words.push("--seed", String(answer.seed));
  if (answer.confidence !== undefined && answer.confidence !== 0.95)
    words.push("--confidence", String(answer.confidence));
  const adjustment = model.effects[0]?.adjustment;
  if (adjustment && adjustment !== "holm") words.push("--adjust", adjustment);
  const written = Object.keys((answer.scenario?.document?.variants as JsonObject | undefined) ?? {});
  if (written.length > 0 && written.some((variant) => !model.runs.has(variant)) && model.runs.size > 0) {
    for (const variant of model.runs.keys())
      if (variant !== "control" || answer.command === "simulate") words.push("--variant", quoted(variant));
  }
  return words.join(" ");
}

/** The same of an experiment: everything that its scenario does not say. */
export function experimentCommand(answer: ExperimentAnswer): string | null {
  if (answer.planned === undefined || answer.usual_days === undefined) return null;
  const words = ["journeylab", "experiment", answer.scenario?.file ?? ""];
  words.push("--traffic", String(answer.traffic_per_day), "--days", String(answer.usual_days));
  for (const plan of Object.keys(answer.plans)) words.push("--plan", plan);
  words.push("--replicates", String(answer.planned));
  if (isNumber(answer.precision)) words.push("--precision", String(answer.precision));
  words.push("--seed", String(answer.seed));
  if (answer.confidence !== undefined && answer.confidence !== 0.95)
    words.push("--confidence", String(answer.confidence));
  return words.map(quoted).join(" ");
}

/** The same of a size: its options as they were given. */
export function sizeCommand(answer: SizeAnswer): string | null {
  if (!answer.asked) return null;
  const words = ["journeylab", "size", ...(answer.scenario ? [answer.scenario.file] : [])];
  for (const {option, value} of answer.asked) {
    // A value that begins as an option does is held to its own.
    if (value?.startsWith("-")) words.push(`${option}=${value}`);
    else words.push(option, ...(value === null ? [] : [value]));
  }
  return words.map(quoted).join(" ");
}

function assumptions(model: Model): HTMLElement | null {
  const written = Object.entries(
    (model.answer.scenario?.document?.assumptions as JsonObject | undefined) ?? {},
  );
  if (written.length === 0) return null;
  return h(
    "div",
    {},
    h("h3", {}, "Assumptions"),
    h(
      "p",
      {class: "lead"},
      "What the author is not sure of. This run takes their means: the answer at the mean, and not the mean answer. More synthetic customers do not make them truer.",
    ),
    copiedTable({
      caption: "Assumptions",
      columns: [{title: "assumption"}, {title: "what the truth may be"}],
      rows: written.map(([key, value]) => [
        textCell(key),
        textCell(typeof value === "object" ? JSON.stringify(value) : String(value)),
      ]),
    }),
  );
}

export function aboutSection(model: Model): HTMLElement {
  const {answer} = model;
  const {scenario} = answer;
  const command =
    answer.command === "experiment"
      ? experimentCommand(answer as ExperimentAnswer)
      : answer.command === "size"
        ? sizeCommand(answer as SizeAnswer)
        : model.runs.size > 0
          ? commandOf(model)
          : null;
  const analysis =
    answer.command === "analyze" && answer.plan
      ? analysisCommand(answer.file ?? "", answer.plan as AnalysisPlan, answer.confidence)
      : null;
  const facts: [string, string | Node][] = [
    ["Program", `journeylab ${answer.journeylab}, ${answer.command}`],
    ...(scenario
      ? ([
          ["Scenario", name(scenario.file)],
          ["SHA-256 of the file", h("code", {}, scenario.sha256)],
          ...(isNumber(scenario.horizon)
            ? ([
                [
                  "Horizon",
                  `${decimal(scenario.horizon, Number.isInteger(scenario.horizon) ? 0 : 2)} ${scenario.time_unit}s`,
                ],
              ] as [string, string][])
            : []),
        ] as [string, string | Node][])
      : []),
    ...(answer.file
      ? ([
          ["Data", name(answer.file)],
          [
            "Rows",
            `${count(answer.rows)}${answer.rows_without_arm ? `, ${count(answer.rows_without_arm)} of them without an arm` : ""}`,
          ],
        ] as [string, string | Node][])
      : []),
    ...(answer.customers !== undefined
      ? ([["Customers in each variant", count(answer.customers)]] as [string, string][])
      : []),
    ...(answer.seed !== undefined ? ([["Seed", String(answer.seed)]] as [string, string][]) : []),
    ...(answer.replicates !== undefined
      ? ([["Simulated tests of each plan", count(answer.replicates as number)]] as [string, string][])
      : []),
    ...(answer.confidence !== undefined
      ? ([["Confidence of the intervals", level(model.confidence)]] as [string, string][])
      : []),
  ];
  return h(
    "section",
    {id: "about", "aria-labelledby": "about-title"},
    h("h2", {id: "about-title"}, "Where this comes from"),
    h("dl", {class: "facts"}, ...facts.flatMap(([term, value]) => [h("dt", {}, term), h("dd", {}, value)])),
    analysis
      ? h(
          "div",
          {},
          h("h3", {}, "To get the same answer again"),
          h("pre", {class: "command", tabindex: 0}, h("code", {}, analysis.command)),
          analysis.file === null
            ? null
            : h(
                "div",
                {},
                h("p", {class: "detail"}, "With this as the file analysis.yaml:"),
                h("pre", {class: "command", tabindex: 0, dir: "auto"}, h("code", {}, analysis.file)),
              ),
        )
      : null,
    command !== null
      ? h(
          "div",
          {},
          h("h3", {}, "To get the same answer again"),
          h("pre", {class: "command", tabindex: 0}, h("code", {}, command)),
          h(
            "p",
            {class: "detail"},
            answer.scenario
              ? `The same scenario, seed and number of ${answer.command === "compare" || answer.command === "simulate" ? "customers" : "tests"} give the same numbers, bit for bit.`
              : "The same options give the same numbers, bit for bit.",
          ),
        )
      : null,
    assumptions(model),
    scenario?.document
      ? h(
          "details",
          {class: "source"},
          h("summary", {}, "The scenario as written"),
          h("pre", {tabindex: 0, dir: "auto"}, h("code", {}, yamlText(scenario.document))),
        )
      : null,
  );
}
