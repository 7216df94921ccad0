// What test plans do, over simulated tests: what they find with the effect and without one, when they
// stop, where their boundaries are.
import * as Plot from "@observablehq/plot";
import {h, name, shorten} from "./dom";
import type {Interval} from "./answer_types";
import {figure} from "./figure";
import {lookAt, type Model} from "./model";
import {count, decimal, isNumber, percent} from "./number_text";
import {pathsFigure} from "./figure_paths";
import {stopsFigure} from "./figure_stops";
import type {ExperimentAnswer, FindingName} from "./plan_types";
import {chip, marked, uncertaintyNote} from "./section_answer";
import {copiedTable, numberCell, textCell, type Table} from "./table";
import {plansOf, simulated, worlds, type Plan, type SimulatedPlan} from "./test_plans";

/** More false alarms than promised, beyond the noise of so many tests. */
const alarmsTooOften = (plan: Plan): boolean =>
  plan.promises_alpha && simulated(plan) && (plan.no_effect.found.ci_low ?? 0) > plan.alpha;

function headline(plan: Plan): HTMLElement {
  const bad =
    alarmsTooOften(plan) ||
    (!plan.promises_alpha && simulated(plan) && (plan.no_effect.found.ci_low ?? 0) > plan.alpha);
  return h(
    "article",
    {class: `headline ${bad ? "bad" : "even"}`},
    h(
      "header",
      {},
      h("h3", {}, marked(lookAt(plan.index), plan.name)),
      bad ? chip("bad", "✕", "too many false alarms") : null,
    ),
    simulated(plan)
      ? h(
          "p",
          {class: "sentence"},
          "finds the effect in ",
          h("strong", {}, `${percent(plan.effect.found.estimate, 0)} of tests`),
          ", and one that is not there in ",
          h("strong", {}, percent(plan.no_effect.found.estimate, 1)),
          ".",
        )
      : h("p", {class: "sentence"}, "was not simulated."),
    simulated(plan)
      ? h(
          "p",
          {class: "detail"},
          `${plan.design.replaceAll("_", " ")} · alpha ${percent(plan.alpha)}${plan.promises_alpha ? "" : ", which it does not promise to keep"} · decides on day ${decimal(plan.effect.day.mean.estimate, 0)} on average, ${count(plan.last_day)} at the latest`,
        )
      : null,
    plan.description ? h("p", {class: "description", dir: "auto"}, plan.description) : null,
  );
}

function planTable(plans: Plan[]): Table {
  const rate = (interval: Interval | undefined) =>
    numberCell(interval?.estimate, percent(interval?.estimate));
  return {
    caption: "What each plan does",
    columns: [
      {title: "plan"},
      {title: "power", numeric: true},
      {title: "false alarms", numeric: true},
      {title: "alpha", numeric: true},
      {title: "mean day", numeric: true},
      {title: "mean customers", numeric: true},
      {title: "exaggeration of winners", numeric: true},
      {title: "coverage", numeric: true},
      {title: "lost while testing", numeric: true},
      {title: "lost afterwards", numeric: true},
    ],
    rows: plans.filter(simulated).flatMap((plan) => {
      const arm = Object.values(plan.effect.variants)[0];
      return [
        [
          textCell(plan.name, marked(lookAt(plan.index), plan.name)),
          rate(plan.effect.found),
          rate(plan.no_effect.found),
          numberCell(plan.alpha, percent(plan.alpha)),
          numberCell(plan.effect.day.mean.estimate, decimal(plan.effect.day.mean.estimate, 1)),
          numberCell(plan.effect.customers.mean.estimate, count(plan.effect.customers.mean.estimate)),
          numberCell(
            arm?.exaggeration.estimate,
            isNumber(arm?.exaggeration.estimate) ? `× ${decimal(arm?.exaggeration.estimate, 2)}` : "–",
          ),
          rate(arm?.coverage),
          numberCell(plan.effect.lost_testing.estimate, decimal(plan.effect.lost_testing.estimate, 0)),
          numberCell(plan.effect.lost_after.estimate, decimal(plan.effect.lost_after.estimate, 0)),
        ],
      ];
    }),
  };
}

const findings: {key: FindingName; word: string; css: string; ink: string}[] = [
  {key: "better", word: "better", css: "var(--good)", ink: "var(--surface)"},
  {key: "worse", word: "worse", css: "var(--bad)", ink: "var(--surface)"},
  {key: "futile", word: "stopped as futile", css: "var(--axis)", ink: "var(--surface)"},
  {key: "undecided", word: "undecided", css: "var(--sunk)", ink: "var(--ink)"},
];

function verdictsFigure(plans: SimulatedPlan[]): HTMLElement {
  const rows = plans.flatMap((plan) =>
    worlds.flatMap((world) =>
      Object.entries(plan[world.key].variants).map(([variant, arm]) => ({
        plan,
        world,
        variant,
        arm,
        label: `${plan.name}, ${world.label}`,
      })),
    ),
  );
  const many = new Set(rows.map((row) => row.variant)).size > 1;
  const label = (row: (typeof rows)[number]) => `${row.plan.name}${many ? ` · ${row.variant}` : ""}`;
  const segments = rows.flatMap((row, at) => {
    let from = 0;
    return findings.map((finding) => {
      const share = row.arm[finding.key].estimate ?? 0;
      const segment = {at, x1: from, x2: from + share, share, finding, row};
      from += share;
      return segment;
    });
  });
  const place = (at: number) => at + Math.floor(at / 2 / Math.max(1, rows.length / plans.length / 2)) * 0.5;
  return figure({
    id: "verdicts",
    title: "What the plans say",
    lead: "Shares of the simulated tests by their verdict: with the effect 'better' is right; without any effect 'better' and 'worse' are false alarms.",
    summary: `Verdicts: ${rows.map((row) => `${label(row)}, ${row.world.label}: ${findings.map((finding) => `${finding.word} ${percent(row.arm[finding.key].estimate)}`).join(", ")}`).join("; ")}`,
    controls: h(
      "p",
      {class: "legend"},
      ...findings.map((finding) =>
        h(
          "span",
          {class: "key"},
          h("i", {class: "box", style: `background:${finding.css}`, "aria-hidden": "true"}),
          finding.word,
        ),
      ),
    ),
    draw: (width) => {
      const marginLeft = width < 560 ? 120 : 260;
      return Plot.plot({
        width,
        height: (place(rows.length - 1) + 1) * 30 + 40,
        marginLeft,
        marginRight: 16,
        marginTop: 4,
        marginBottom: 34,
        className: "plot",
        x: {domain: [0, 1], label: null, tickFormat: (x: number) => percent(x, 0), ticks: 5},
        y: {axis: null, domain: [place(rows.length - 1) + 0.6, -0.6]},
        marks: [
          Plot.rect(
            segments.filter((segment) => segment.share > 0),
            {
              x1: "x1",
              x2: "x2",
              y1: (segment) => place(segment.at) - 0.4,
              y2: (segment) => place(segment.at) + 0.4,
              fill: (segment) => segment.finding.css,
              stroke: "var(--surface)",
              className: "marks",
              title: (segment: (typeof segments)[number]) =>
                `${label(segment.row)}, ${segment.row.world.label}: ${segment.finding.word} ${percent(segment.share)}`,
            } as Plot.RectOptions,
          ),
          Plot.text(
            segments.filter((segment) => segment.share > (width < 560 ? 0.2 : 0.07)),
            {
              x: (segment) => (segment.x1 + segment.x2) / 2,
              y: (segment) => place(segment.at),
              text: (segment) => percent(segment.share, 0),
              fill: (segment) => segment.finding.ink,
              fontSize: 12,
            },
          ),
          Plot.text(
            rows.map((row, at) => ({row, at})),
            {
              frameAnchor: "left",
              y: (entry) => place(entry.at),
              text: (entry) =>
                width < 560
                  ? shorten(`${entry.row.plan.name} ${entry.row.world.key === "effect" ? "" : "(none)"}`, 16)
                  : `${shorten(label(entry.row), 20)}, ${entry.row.world.label}`,
              textAnchor: "end",
              dx: -10,
              fontSize: 12.5,
              fill: "var(--ink)",
            },
          ),
        ],
      } as Plot.PlotOptions);
    },
    caption: "Shares of one run of simulated tests; their simulation noise stands in the table.",
    tables: [
      {
        caption: "Verdicts",
        columns: [
          {title: "plan"},
          {title: "world"},
          {title: "variant"},
          ...findings.flatMap((finding) => [
            {title: finding.word, numeric: true},
            {title: "low", numeric: true},
            {title: "high", numeric: true},
          ]),
        ],
        rows: rows.map((row) => [
          textCell(row.plan.name),
          textCell(row.world.label),
          textCell(row.variant),
          ...findings.flatMap((finding) => {
            const share = row.arm[finding.key];
            return [
              numberCell(share.estimate, percent(share.estimate)),
              numberCell(share.ci_low, percent(share.ci_low)),
              numberCell(share.ci_high, percent(share.ci_high)),
            ];
          }),
        ]),
      },
    ],
  }).element;
}

function daysFigure(answer: ExperimentAnswer, plans: SimulatedPlan[]): HTMLElement {
  const rows = plans.flatMap((plan, at) =>
    worlds.map((world, below) => ({plan, world, y: at * 2.6 + below, day: plan[world.key].day})),
  );
  const text = (row: (typeof rows)[number]) =>
    `${row.plan.name}, ${row.world.label}: mean ${decimal(row.day.mean.estimate, 1)}, half by day ${decimal(row.day.median, 0)}, eight in ten from ${decimal(row.day.p10, 0)} to ${decimal(row.day.p90, 0)}`;
  return figure({
    id: "stopping",
    title: "When the plans decide",
    lead: "The bar holds eight tests in ten, the tick is the median, the mark the mean. Thin bars are tests without any effect.",
    summary: `Days of decision: ${rows.map(text).join("; ")}`,
    controls: h("p", {class: "legend"}, ...plans.map((plan) => marked(lookAt(plan.index), plan.name))),
    draw: (width) =>
      Plot.plot({
        width,
        height: plans.length * 2.6 * 17 + 48,
        marginLeft: width < 560 ? 110 : 170,
        marginRight: 24,
        marginTop: 4,
        marginBottom: 40,
        className: "plot",
        x: {
          label: "day of the decision",
          labelAnchor: "center",
          labelArrow: "none",
          grid: true,
          domain: [0, Math.max(...plans.map((plan) => plan.last_day)) * 1.02],
          tickFormat: (x: number) => count(x),
        },
        y: {axis: null, domain: [plans.length * 2.6 - 0.8, -0.8]},
        marks: [
          ...worlds.map((world) =>
            Plot.ruleY(
              rows.filter((row) => row.world === world),
              {
                y: "y",
                x1: (row) => row.day.p10,
                x2: (row) => row.day.p90,
                stroke: (row) => lookAt(row.plan.index).css,
                strokeWidth: world.key === "effect" ? 9 : 4,
                strokeOpacity: 0.4,
                strokeLinecap: "round",
              },
            ),
          ),
          Plot.ruleX(rows, {
            x: (row) => row.day.median,
            y1: (row) => row.y - 0.42,
            y2: (row) => row.y + 0.42,
            stroke: (row) => lookAt(row.plan.index).css,
            strokeWidth: 2.5,
          }),
          Plot.dot(rows, {
            x: (row) => row.day.mean.estimate,
            y: "y",
            symbol: (row: (typeof rows)[number]) => lookAt(row.plan.index).symbol,
            fill: (row) => lookAt(row.plan.index).css,
            r: 5,
            stroke: "var(--surface)",
            className: "marks",
            title: text,
          }),
          Plot.text(
            plans.map((plan, at) => ({plan, at})),
            {
              frameAnchor: "left",
              y: (entry) => entry.at * 2.6 + 0.5,
              text: (entry) => shorten(entry.plan.name, width < 560 ? 14 : 22),
              textAnchor: "end",
              dx: -12,
              fontSize: 13,
              fill: "var(--ink)",
            },
          ),
        ],
      } as Plot.PlotOptions),
    caption: `A plan cannot decide before its first customers have had their ${decimal(answer.days_until_mature, 0)} days.`,
    tables: [
      {
        caption: "Days of decision",
        columns: [
          {title: "plan"},
          {title: "world"},
          {title: "mean", numeric: true},
          {title: "a tenth by", numeric: true},
          {title: "half by", numeric: true},
          {title: "nine tenths by", numeric: true},
        ],
        rows: rows.map((row) => [
          textCell(row.plan.name),
          textCell(row.world.label),
          numberCell(row.day.mean.estimate, decimal(row.day.mean.estimate, 1)),
          numberCell(row.day.p10, decimal(row.day.p10, 0)),
          numberCell(row.day.median, decimal(row.day.median, 0)),
          numberCell(row.day.p90, decimal(row.day.p90, 0)),
        ]),
      },
    ],
  }).element;
}

function boundariesFigure(plans: Plan[]): HTMLElement | null {
  const bounded = plans.filter((plan) =>
    plan.looks.some((look) => isNumber(look.upper) || isNumber(look.lower)),
  );
  if (bounded.length === 0) return null;
  const points = bounded.flatMap((plan) =>
    plan.looks.flatMap((look) =>
      (["upper", "lower"] as const).flatMap((side) => {
        const z = look[side];
        return isNumber(z)
          ? [{plan, side, day: look.day, z, customers: look.customers_known, information: look.information}]
          : [];
      }),
    ),
  );
  const text = (point: (typeof points)[number]) =>
    `${point.plan.name}, day ${count(point.day)}: ${point.side} ${decimal(point.z, 2, true)}`;
  return figure({
    id: "boundaries",
    title: "Where the plans stop",
    lead: "A test stops at a look where its z statistic lies outside the boundaries. Early looks ask for more, so that all looks together keep the alpha.",
    summary: `Boundaries: ${points.map(text).join("; ")}`,
    controls: h("p", {class: "legend"}, ...bounded.map((plan) => marked(lookAt(plan.index), plan.name))),
    draw: (width) =>
      Plot.plot({
        width,
        height: 300,
        marginLeft: 56,
        marginRight: 24,
        marginBottom: 40,
        className: "plot",
        x: {
          label: "day of the look",
          labelAnchor: "center",
          labelArrow: "none",
          tickFormat: (x: number) => count(x),
          nice: true,
        },
        y: {
          label: "z statistic",
          labelArrow: "none",
          grid: true,
          tickFormat: (y: number) => decimal(y, 0, true),
        },
        marks: [
          Plot.ruleY([0], {stroke: "var(--ink)"}),
          ...bounded.flatMap((plan) =>
            (["upper", "lower"] as const).map((side) =>
              Plot.line(
                points.filter((point) => point.plan === plan && point.side === side),
                {
                  x: "day",
                  y: "z",
                  stroke: lookAt(plan.index).css,
                  strokeWidth: 2,
                  strokeDasharray: lookAt(plan.index).dashes || undefined,
                },
              ),
            ),
          ),
          Plot.dot(points, {
            x: "day",
            y: "z",
            fill: (point) => lookAt(point.plan.index).css,
            symbol: (point: (typeof points)[number]) => lookAt(point.plan.index).symbol,
            r: 5,
            className: "marks",
            title: text,
          }),
        ],
      } as Plot.PlotOptions),
    caption: "Boundaries are set before the first customer enters, from the planned information.",
    tables: [
      {
        caption: "Boundaries",
        columns: [
          {title: "plan"},
          {title: "boundary"},
          {title: "day", numeric: true},
          {title: "z", numeric: true},
          {title: "customers known", numeric: true},
          {title: "information", numeric: true},
        ],
        rows: points.map((point) => [
          textCell(point.plan.name),
          textCell(point.side),
          numberCell(point.day, count(point.day)),
          numberCell(point.z, decimal(point.z, 3)),
          numberCell(point.customers, count(point.customers)),
          numberCell(point.information, percent(point.information)),
        ]),
      },
    ],
  }).element;
}

export function experimentSections(model: Model): HTMLElement[] {
  const answer = model.answer as ExperimentAnswer;
  const plans = plansOf(answer);
  const known = plans.filter(simulated);
  const table = planTable(plans);
  return [
    h(
      "section",
      {id: "answer", "aria-labelledby": "answer-title"},
      h("h2", {id: "answer-title"}, "The answer"),
      h(
        "p",
        {class: "lead"},
        `${count(answer.replicates)} simulated tests of `,
        name(answer.metric),
        ` with each plan, at ${count(answer.traffic_per_day)} customers a day.`,
      ),
      h("div", {class: "headlines"}, ...plans.map((plan) => headline(plan))),
      uncertaintyNote(model),
      known.length > 0 ? h("div", {class: "verdicts"}, h("h3", {}, table.caption), copiedTable(table)) : null,
      (answer.notes ?? []).length > 0
        ? h("ul", {class: "notes"}, ...(answer.notes ?? []).map((note) => h("li", {dir: "auto"}, note)))
        : null,
    ),
    h(
      "section",
      {id: "plans", "aria-labelledby": "plans-title"},
      h("h2", {id: "plans-title"}, "What the plans do"),
      known.length > 0 ? verdictsFigure(known) : null,
      known.length > 0 ? daysFigure(answer, known) : null,
      known.length > 0 ? stopsFigure(known, answer.replicates) : null,
      boundariesFigure(plans),
      known.length > 0 ? pathsFigure(known) : null,
    ),
  ];
}
