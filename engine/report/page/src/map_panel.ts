// What is said about the map beside it: the figures of a step, the legend, the tables.
import {h, name} from "./dom";
import {dropOff, lost, waiting} from "./journey";
import {factsOf, stepIn, waysOf, type Atlas, type View} from "./map_view";
import {count, decimal, percent} from "./number_text";
import {numberCell, textCell, type Table} from "./table";

export function panelOf(atlas: Atlas, view: View, step: string): Node[] {
  const any = stepIn(atlas, view.variant, step) ?? stepIn(atlas, view.against, step);
  const variants = view.against === null ? [view.variant] : [view.variant, view.against];
  const touchpoint = any?.touchpoint
    ? h(
        "p",
        {class: "touchpoint"},
        name(any.touchpoint),
        any.channel ? ` · ${any.channel}` : "",
        any.owner ? h("span", {}, " · ", name(any.owner)) : null,
        any.purpose ? h("span", {class: "purpose", dir: "auto"}, any.purpose) : null,
      )
    : null;
  return [
    h(
      "div",
      {class: "who"},
      h("h4", {}, name(step)),
      h(
        "p",
        {class: "phase"},
        name(any?.phase ?? ""),
        any?.goals.length ? h("span", {}, " · ◆ goal: ", name(any.goals.join(", "))) : null,
      ),
      touchpoint,
      any?.description ? h("p", {dir: "auto"}, any.description) : null,
    ),
    ...variants.map((variant) =>
      h(
        "div",
        {class: "what"},
        variants.length > 1 ? h("h5", {}, name(variant)) : null,
        h(
          "dl",
          {},
          ...factsOf(atlas, variant, step).map((fact) =>
            h("div", {}, h("dt", {}, fact.term), h("dd", {dir: "auto"}, fact.value)),
          ),
        ),
        h(
          "ul",
          {class: "ways"},
          ...waysOf(atlas, variant, step).map((way) =>
            h(
              "li",
              {class: way.loss ? "loss" : null},
              h("span", {}, name(way.name), " → ", name(way.target)),
              h("span", {class: "number"}, way.text),
            ),
          ),
        ),
      ),
    ),
  ];
}

export function flowTable(atlas: Atlas, view: View): Table {
  const rows = atlas.steps.flatMap((stepName) => {
    const step = stepIn(atlas, view.variant, stepName);
    if (!step) return [];
    const {flow} = step;
    return [
      [
        textCell(stepName),
        textCell(step.phase),
        textCell(step.touchpoint ?? ""),
        textCell(step.channel ?? ""),
        textCell(step.owner ?? ""),
        textCell(step.purpose ?? ""),
        numberCell(flow.visits, count(flow.visits)),
        numberCell(flow.customers, count(flow.customers)),
        numberCell(flow.mean_entry_time, decimal(flow.mean_entry_time, 1)),
        numberCell(dropOff(step), percent(dropOff(step))),
        numberCell(lost(step), count(lost(step))),
        numberCell(waiting(step), count(waiting(step))),
        numberCell(flow.cost, decimal(flow.cost, 0)),
        numberCell(flow.revenue, decimal(flow.revenue, 0)),
      ],
    ];
  });
  return {
    caption: `Steps of ${view.variant}`,
    columns: [
      {title: "step"},
      {title: "phase"},
      {title: "touchpoint"},
      {title: "channel"},
      {title: "owner"},
      {title: "purpose"},
      {title: "visits", numeric: true},
      {title: "customers", numeric: true},
      {title: `mean entry, ${atlas.model.timeUnit}s`, numeric: true},
      {title: "drop-off", numeric: true},
      {title: "lost", numeric: true},
      {title: "at the horizon's end", numeric: true},
      {title: "cost", numeric: true},
      {title: "revenue", numeric: true},
    ],
    rows,
  };
}

export function wayTable(atlas: Atlas, view: View): Table {
  return {
    caption: `Ways of ${view.variant}`,
    columns: [
      {title: "step"},
      {title: "way"},
      {title: "leads to"},
      {title: "taken", numeric: true},
      {title: "share of visits", numeric: true},
      {title: "completed", numeric: true},
    ],
    rows: atlas.steps.flatMap((stepName) => {
      const step = stepIn(atlas, view.variant, stepName);
      return (step?.ways ?? []).map((way) => [
        textCell(stepName),
        textCell(way.name || "goes on"),
        textCell(way.to ?? `ends: ${way.end ?? ""}`),
        numberCell(way.count, count(way.count)),
        numberCell(
          step!.flow.visits ? way.count / step!.flow.visits : null,
          percent(step!.flow.visits ? way.count / step!.flow.visits : null),
        ),
        numberCell(way.completed, count(way.completed)),
      ]);
    }),
  };
}

export function legendOf(view: View): HTMLElement {
  const swatch = (css: string, text: string) =>
    h("span", {class: "key"}, h("i", {class: css, "aria-hidden": "true"}), text);
  return view.against === null
    ? h(
        "p",
        {class: "legend"},
        h("span", {class: "key"}, "Width of a line: how often customers pass"),
        swatch("line loop", "a loop back"),
        swatch("line lost", "lost: ends without a goal"),
        swatch("line won", "ends with a goal"),
        swatch("line waiting", "still there at the end"),
        h(
          "span",
          {class: "key"},
          "Drop-off ↘",
          ...["shade-0", "shade-1", "shade-2", "shade-3", "shade-4"].map((shade) =>
            h("i", {class: `box ${shade}`, "aria-hidden": "true"}),
          ),
          "0 · below 15 · 35 · 60 · 100%",
        ),
        h("span", {class: "key"}, "◆ a goal"),
      )
    : h(
        "p",
        {class: "legend"},
        h("span", {class: "key"}, "Width of a line: how many passages more or fewer"),
        swatch("line more", `▲ more in ${view.label.split(" against ")[0]}`),
        swatch("line fewer", "▼ fewer (dashed)"),
        h("span", {class: "key"}, "pts: percentage points of all customers"),
      );
}
