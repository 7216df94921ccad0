// How large a test must be: the answer, customers against effect, effect against days, and the check of
// the formula by simulated tests.
import * as Plot from "@observablehq/plot";
import {h, name, type Child} from "./dom";
import {figure} from "./figure";
import {powerFigure} from "./figure_power";
import type {Model} from "./model";
import {count, decimal, isNumber, percent, unitOf, type Unit} from "./number_text";
import type {SizeAnswer} from "./plan_types";
import {chip, uncertaintyNote} from "./section_answer";
import {copiedTable, numberCell, textCell, type Table} from "./table";

const dayText = (days: number | null | undefined): string =>
  isNumber(days) ? `${count(days)} day${days === 1 ? "" : "s"}` : "as long as it takes";

function unitOfMetric(answer: SizeAnswer): Unit {
  return unitOf(
    answer.metric.kind === "share" ||
      answer.metric.kind === "conversion" ||
      answer.metric.kind === "retention"
      ? "share"
      : "mean",
  );
}

function headline(answer: SizeAnswer): HTMLElement {
  const {size, plan} = answer;
  const unit = unitOfMetric(answer);
  const first = answer.comparisons as unknown as {
    effect: number | null;
    relative: number | null;
    variant: string;
  }[];
  const effect = first[0];
  return h(
    "article",
    {class: "headline even"},
    h("header", {}, h("h3", {}, name(answer.metric.name))),
    h(
      "p",
      {class: "sentence"},
      "The test needs ",
      h("strong", {}, `${count(size.total)} customers`),
      isNumber(size.days) ? h("span", {}, " and ", h("strong", {}, dayText(size.days))) : null,
      ".",
    ),
    h(
      "p",
      {class: "detail"},
      effect
        ? `To see ${unit.change(effect.effect, Math.abs(effect.effect ?? 0))} (${percent(effect.relative, 1, true)} relative) `
        : "",
      `with a power of ${percent(plan.power as number, 0)} at an alpha of ${percent(plan.alpha as number)}, ${plan.sides === 1 ? "one-sided" : "two-sided"}`,
      isNumber(size.entry_days)
        ? `: ${dayText(size.entry_days)} of entries${plan.follow_up_days ? `, then ${dayText(plan.follow_up_days as number)} until the last are measured` : ""}.`
        : ".",
    ),
  );
}

function armsTable(answer: SizeAnswer): Table {
  const unit = unitOfMetric(answer);
  return {
    caption: "Arms of the test",
    columns: [
      {title: "arm"},
      {title: "customers", numeric: true},
      {title: "value", numeric: true},
      {title: "its simulation error", numeric: true},
    ],
    rows: Object.entries(answer.arms).map(([arm, facts]) => [
      textCell(arm),
      numberCell(answer.size.customers[arm], count(answer.size.customers[arm])),
      numberCell(facts.value, unit.value(facts.value)),
      numberCell(facts.simulation_error, unit.change(facts.simulation_error, undefined, false)),
    ]),
  };
}

function comparisonTable(answer: SizeAnswer): Table {
  const unit = unitOfMetric(answer);
  const rows = answer.comparisons as unknown as import("./plan_types").SizedComparison[];
  return {
    caption: "Every variant against control",
    columns: [
      {title: "variant"},
      {title: "effect", numeric: true},
      {title: "relative", numeric: true},
      {title: "customers needed", numeric: true},
      {title: "as simulation noise of the effect has it", numeric: true},
      {title: "power", numeric: true},
      {title: "smallest effect that it sees", numeric: true},
    ],
    rows: rows.map((row) => [
      textCell(row.variant),
      numberCell(row.effect, unit.change(row.effect)),
      numberCell(row.relative, percent(row.relative, 1, true)),
      numberCell(row.total, count(row.total)),
      {
        text:
          isNumber(row.total_low) || isNumber(row.total_high)
            ? `${count(row.total_low)} to ${isNumber(row.total_high) ? count(row.total_high) : "without end"}`
            : "–",
        raw: `${row.total_low ?? ""} to ${row.total_high ?? ""}`,
        numeric: true,
      },
      numberCell(row.power, percent(row.power)),
      numberCell(row.detectable, unit.change(row.detectable)),
    ]),
  };
}

/** A line through points on logarithmic axes: sizes go with the square of effects. */
function curve(
  points: {x: number; y: number; title: string}[],
  spec: {
    width: number;
    x: string;
    y: string;
    tickX(x: number): string;
    tickY(y: number): string;
    mark?: number;
  },
): Element {
  return Plot.plot({
    width: spec.width,
    height: 300,
    marginLeft: 82,
    marginRight: 24,
    marginTop: 26,
    marginBottom: 42,
    className: "plot",
    x: {
      type: "log",
      label: spec.x,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: points.length <= 8 ? points.map((point) => point.x) : 6,
      tickFormat: spec.tickX,
    },
    y: {type: "log", label: spec.y, labelArrow: "none", grid: true, ticks: 5, tickFormat: spec.tickY},
    marks: [
      Plot.line(points, {x: "x", y: "y", stroke: "var(--series-1)", strokeWidth: 2}),
      Plot.dot(points, {x: "x", y: "y", fill: "var(--series-1)", r: 4.5, title: "title", className: "marks"}),
      ...(spec.mark === undefined
        ? []
        : [Plot.ruleX([spec.mark], {stroke: "var(--axis)", strokeDasharray: "4 3"})]),
      Plot.tip(
        points,
        Plot.pointer({x: "x", y: "y", title: "title", fill: "var(--surface)", stroke: "var(--line)"}),
      ),
    ],
  } as Plot.PlotOptions);
}

function effectsFigure(model: Model, answer: SizeAnswer): HTMLElement | null {
  const rows = answer.tables.effects.filter(
    (row) => isNumber(row.effect) && isNumber(row.total) && row.effect !== 0,
  );
  if (rows.length < 2) return null;
  const unit = unitOfMetric(answer);
  const points = rows.map((row) => ({
    x: Math.abs(row.effect as number),
    y: row.total as number,
    title: `${unit.change(row.effect)}: ${count(row.total)} customers, ${dayText(row.days)}`,
  }));
  const wanted = (answer.comparisons as unknown as {effect: number | null}[])[0]?.effect;
  return figure({
    id: "size-effects",
    title: "The smaller the effect, the larger the test",
    lead: "Half the effect needs four times the customers. The dashed line is the effect that is planned for.",
    summary: `Customers needed by effect: ${points.map((point) => point.title).join("; ")}`,
    draw: (width) =>
      curve(points, {
        width,
        x: `true effect on ${answer.metric.name}${unit.changeWord ? `, ${unit.changeWord}` : ""}`,
        y: "customers",
        tickX: (x) => unit.bare(x, x / 4),
        tickY: (y) => count(y),
        ...(isNumber(wanted) ? {mark: Math.abs(wanted)} : {}),
      }),
    caption: `At a power of ${percent(answer.plan.power as number, 0)}: ${model.uncertainty.kind}.`,
    tables: [
      {
        caption: "Size by effect",
        columns: [
          {title: "effect", numeric: true},
          {title: "relative", numeric: true},
          {title: "customers", numeric: true},
          {title: "days of entries", numeric: true},
          {title: "days", numeric: true},
        ],
        rows: rows.map((row) => [
          numberCell(row.effect, unit.change(row.effect)),
          numberCell(row.relative, percent(row.relative, 1, true)),
          numberCell(row.total, count(row.total)),
          numberCell(row.entry_days, count(row.entry_days)),
          numberCell(row.days, count(row.days)),
        ]),
      },
    ],
  }).element;
}

function daysFigure(model: Model, answer: SizeAnswer): HTMLElement | null {
  const rows = answer.tables.days.filter((row) => isNumber(row.effect) && row.effect !== 0);
  if (rows.length < 2) return null;
  const unit = unitOfMetric(answer);
  const points = rows.map((row) => ({
    x: row.days,
    y: Math.abs(row.effect as number),
    title: `${dayText(row.days)}, ${count(row.total)} customers: ${unit.change(row.effect)}`,
  }));
  return figure({
    id: "size-days",
    title: "What a test of so many days can see",
    lead: `The smallest true effect that is found with a power of ${percent(answer.plan.power as number, 0)}, at ${count(answer.plan.traffic as number)} customers a day. The dashed line is the planned length.`,
    summary: `Smallest effect by days: ${points.map((point) => point.title).join("; ")}`,
    draw: (width) =>
      curve(points, {
        width,
        x: "days of the whole test",
        y: `effect on ${answer.metric.name}${unit.changeWord ? `, ${unit.changeWord}` : ""}`,
        tickX: (x) => count(x),
        tickY: (y) => unit.bare(y, y / 4),
        ...(isNumber(answer.size.days) ? {mark: answer.size.days} : {}),
      }),
    caption: `${model.uncertainty.kind[0]!.toUpperCase()}${model.uncertainty.kind.slice(1)}.`,
    tables: [
      {
        caption: "Effect by days",
        columns: [
          {title: "days", numeric: true},
          {title: "customers", numeric: true},
          {title: "effect", numeric: true},
          {title: "relative", numeric: true},
        ],
        rows: rows.map((row) => [
          numberCell(row.days, count(row.days)),
          numberCell(row.total, count(row.total)),
          numberCell(row.effect, unit.change(row.effect)),
          numberCell(row.relative, percent(row.relative, 1, true)),
        ]),
      },
    ],
  }).element;
}

function checkOf(answer: SizeAnswer): Child {
  const {check} = answer;
  if (!check) return null;
  if (check.reason)
    return h("p", {class: "lead"}, `The formula was not checked by simulated tests: ${check.reason}.`);
  const rows = [
    ...(check.power ?? []).map((row) => [
      textCell(`power, ${row.variant}`),
      numberCell(
        row.formula,
        isNumber(row.formula_low) && isNumber(row.formula_high)
          ? `${percent(row.formula)} (${percent(row.formula_low)} to ${percent(row.formula_high)})`
          : percent(row.formula),
      ),
      numberCell(
        row.simulated.rate,
        `${percent(row.simulated.rate)} ± ${percent(row.simulated.standard_error)}`,
      ),
      numberCell(row.simulated.tests, count(row.simulated.tests)),
      textCell(
        row.formula_is_off ? "off" : "agrees",
        chip(
          row.formula_is_off ? "bad" : "good",
          row.formula_is_off ? "✕" : "✓",
          row.formula_is_off ? "off" : "agrees",
        ),
      ),
    ]),
    ...(check.false_alarms
      ? [
          [
            textCell("false alarms"),
            numberCell(check.false_alarms.allowed, percent(check.false_alarms.allowed)),
            numberCell(
              check.false_alarms.simulated.rate,
              `${percent(check.false_alarms.simulated.rate)} ± ${percent(check.false_alarms.simulated.standard_error)}`,
            ),
            numberCell(check.false_alarms.simulated.tests, count(check.false_alarms.simulated.tests)),
            textCell(
              check.false_alarms.too_many ? "too many" : "agrees",
              chip(
                check.false_alarms.too_many ? "bad" : "good",
                check.false_alarms.too_many ? "✕" : "✓",
                check.false_alarms.too_many ? "too many" : "agrees",
              ),
            ),
          ],
        ]
      : []),
  ];
  return h(
    "div",
    {},
    h("h3", {}, "The formula against simulated tests"),
    h(
      "p",
      {class: "lead"},
      "Each test is simulated at the planned size; ± is one standard error of so many tests.",
    ),
    copiedTable({
      caption: "The formula against simulated tests",
      columns: [
        {title: "what"},
        {title: "formula", numeric: true},
        {title: "simulated", numeric: true},
        {title: "tests", numeric: true},
        {title: "verdict"},
      ],
      rows,
    }),
  );
}

function exactOf(answer: SizeAnswer): Child {
  if (!answer.exact) return null;
  return h(
    "p",
    {class: "lead"},
    `Summed exactly over all results that two shares can have: power ${percent(answer.exact.power)}, false alarms ${percent(answer.exact.error)}.`,
  );
}

function rollOutOf(answer: SizeAnswer): Child {
  const roll = answer.test_and_roll;
  if (!roll) return null;
  const row = (what: string, size: number | null | undefined, profit: number | null | undefined) => [
    textCell(what),
    numberCell(size, count(size)),
    numberCell(profit, decimal(profit, 0)),
  ];
  return h(
    "div",
    {},
    h("h3", {}, "The size that earns the most"),
    h("p", {class: "lead"}, `Test and roll-out together, over ${count(roll.population)} customers.`),
    copiedTable({
      caption: "Test and roll-out",
      columns: [
        {title: "plan"},
        {title: "customers in the test", numeric: true},
        {title: "expected profit", numeric: true},
      ],
      rows: [
        row("test that earns the most", roll.best.total, roll.best.profit),
        ...(roll.classical
          ? [row("test of the planned power", roll.classical.total, roll.classical.profit)]
          : []),
        row("no test", 0, roll.profit_untested),
        row("knowing the truth", null, roll.profit_knowing),
      ],
    }),
  );
}

function guardrailsOf(answer: SizeAnswer): Child {
  const rows = answer.guardrails ?? [];
  if (rows.length === 0) return null;
  return h(
    "div",
    {},
    h("h3", {}, "Guardrails"),
    copiedTable({
      caption: "Guardrails",
      columns: [
        {title: "metric"},
        {title: "variant"},
        {title: "worsening accepted", numeric: true},
        {title: "customers needed", numeric: true},
        {title: "power at the planned size", numeric: true},
      ],
      rows: rows.map((row) => [
        textCell(row.metric),
        textCell(row.variant),
        numberCell(row.limit, percent(row.limit)),
        numberCell(row.total, isNumber(row.total) ? count(row.total) : (row.reason ?? "–")),
        numberCell(row.power, percent(row.power)),
      ]),
    }),
  );
}

export function sizeSections(model: Model): HTMLElement[] {
  const answer = model.answer as SizeAnswer;
  return [
    h(
      "section",
      {id: "answer", "aria-labelledby": "answer-title"},
      h("h2", {id: "answer-title"}, "The answer"),
      h("div", {class: "headlines"}, headline(answer)),
      uncertaintyNote(model),
      h(
        "div",
        {class: "verdicts"},
        h("h3", {}, "Every variant against control"),
        copiedTable(comparisonTable(answer)),
      ),
      h("div", {class: "verdicts"}, h("h3", {}, "Arms of the test"), copiedTable(armsTable(answer))),
      (answer.notes ?? []).length > 0
        ? h("ul", {class: "notes"}, ...(answer.notes ?? []).map((note) => h("li", {dir: "auto"}, note)))
        : null,
    ),
    h(
      "section",
      {id: "size", "aria-labelledby": "size-title"},
      h("h2", {id: "size-title"}, "Size, effect and days"),
      powerFigure(answer, unitOfMetric(answer)),
      effectsFigure(model, answer),
      daysFigure(model, answer),
    ),
    ...[
      h(
        "section",
        {id: "checks", "aria-labelledby": "checks-title"},
        h("h2", {id: "checks-title"}, "Checks and roll-out"),
        checkOf(answer),
        exactOf(answer),
        guardrailsOf(answer),
        rollOutOf(answer),
      ),
    ].filter((section) => section.childElementCount > 1),
  ];
}
