// The map as SVG: bands of phases, ribbons, exits and a card a step.
import {lost, waiting, won} from "./journey";
import {shorten, svg} from "./dom";
import type {Flow, Layout, Place} from "./map_layout";
import {ribbonsOf} from "./map_paths";
import {loss, passages, reach, spoken, stepIn, type Atlas, type View} from "./map_view";

export const cardWidth = 156;
export const cardHeight = 82;
/** of the widest flow of the page */
export const widest = 40;

const pen = document.createElement("canvas").getContext("2d");

/** Cuts a text to the width of a card. */
function fitted(text: string, room: number, size: number, weight = 400): string {
  if (!pen) return shorten(text, Math.floor(room / size / 0.6));
  pen.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  const fits = (cut: string) => pen.measureText(cut).width <= room;
  if (fits(text)) return text;
  let length = [...new Intl.Segmenter().segment(text)].length;
  while (length > 2 && !fits(shorten(text, length))) --length;
  return shorten(text, length);
}

const shadeOf = (value: number): string =>
  value >= 0.6
    ? "shade-4"
    : value >= 0.35
      ? "shade-3"
      : value >= 0.15
        ? "shade-2"
        : value > 0
          ? "shade-1"
          : "shade-0";

function card(atlas: Atlas, view: View, name: string, place: Place): SVGGElement {
  const here = stepIn(atlas, view.variant, name),
    step =
      here ??
      stepIn(atlas, view.against, name) ??
      [...atlas.journeys.values()].map((journey) => journey.steps.get(name)).find(Boolean);
  const difference = view.against !== null;
  const reached = reach(atlas, view, name),
    dropped = loss(atlas, view, name);
  const left = -place.width / 2 + 13,
    room = place.width - 22,
    y = -cardHeight / 2;
  const shade = difference
    ? reached.value > 0
      ? "more"
      : reached.value < 0
        ? "fewer"
        : "shade-0"
    : shadeOf(dropped.value);
  const where = [step?.touchpoint, step?.channel && step.channel !== step.touchpoint ? step.channel : null]
    .filter(Boolean)
    .join(" · ");
  const goals = [...new Set([...(step?.goals ?? []), ...(step?.ways ?? []).flatMap((way) => way.goals)])];
  const sign = difference ? (reached.value > 0 ? "▲ " : reached.value < 0 ? "▼ " : "") : "";
  const barRoom = place.width - 28;
  return svg(
    "g",
    {
      class: `step ${shade}${here ? "" : " absent"}`,
      transform: `translate(${place.x},${place.y})`,
      tabindex: -1,
      role: "img",
      "aria-roledescription": "step",
      "aria-label": spoken(atlas, view, name),
      "data-step": name,
    },
    svg("rect", {
      class: "card",
      x: -place.width / 2,
      y: -place.height / 2,
      width: place.width,
      height: place.height,
      rx: 8,
    }),
    svg("path", {
      class: "edge",
      d: `M${-place.width / 2 + 4},${-place.height / 2}h-0a4,4 0 0 0 -4,4v${place.height - 8}a4,4 0 0 0 4,4z`,
    }),
    svg("text", {class: "name", x: left, y: y + 21}, fitted(name, room - (goals.length ? 16 : 0), 14, 640)),
    goals.length > 0
      ? svg(
          "text",
          {class: "goal", x: place.width / 2 - 12, y: y + 21, "text-anchor": "end"},
          svg("title", {}, `goal: ${goals.join(", ")}`),
          "◆",
        )
      : null,
    svg("text", {class: "where", x: left, y: y + 37}, where ? fitted(where, room, 11.5) : ""),
    svg(
      "text",
      {class: "figure", x: left, y: y + 59},
      sign + reached.text,
      svg("tspan", {class: "unit", dx: 4}, difference ? "" : "reach"),
    ),
    svg(
      "text",
      {class: "loss", x: place.width / 2 - 12, y: y + 59, "text-anchor": "end"},
      Math.abs(dropped.value) < (difference ? 0.0005 : 1e-12) ? "" : `↘ ${dropped.text}`,
    ),
    svg("rect", {class: "track", x: left, y: y + 67, width: barRoom, height: 4, rx: 2}),
    difference
      ? null
      : svg("rect", {
          class: "reached",
          x: left,
          y: y + 67,
          width: Math.max(0, barRoom * Math.min(1, reached.value)),
          height: 4,
          rx: 2,
        }),
  );
}

function phaseBands(layout: Layout): SVGGElement {
  return svg(
    "g",
    {class: "phases"},
    ...layout.phases.flatMap((phase) => [
      svg("rect", {
        class: "band",
        x: phase.from - 30,
        y: 8,
        width: phase.to - phase.from + 60,
        height: layout.height - 16,
        rx: 14,
      }),
      svg("text", {class: "phase", x: phase.from - 12, y: 36}, phase.name),
    ]),
  );
}

/** The largest number of passages of any flow and variant, which sets all widths. */
export function largestFlow(atlas: Atlas, layout: Layout): number {
  let largest = atlas.customers / 4;
  for (const journey of atlas.journeys.values()) {
    for (const flow of layout.flows)
      largest = Math.max(largest, passages(journey.steps.get(flow.from), flow.to));
    for (const step of journey.steps.values()) largest = Math.max(largest, lost(step), won(step));
  }
  return largest;
}

function differenceOf(atlas: Atlas, view: View, flow: Flow): number {
  return (
    passages(stepIn(atlas, view.variant, flow.from), flow.to) -
    passages(stepIn(atlas, view.against, flow.from), flow.to)
  );
}

export function drawMap(atlas: Atlas, view: View, layout: Layout, largest: number): SVGGElement {
  const difference = view.against !== null;
  const changes = difference
    ? Math.max(1, ...layout.flows.map((flow) => Math.abs(differenceOf(atlas, view, flow))))
    : 0;
  const amount = (flow: Flow) =>
    difference ? differenceOf(atlas, view, flow) : passages(stepIn(atlas, view.variant, flow.from), flow.to);
  const widthOf = (flow: Flow): number => {
    const passed = Math.abs(amount(flow));
    if (passed > 0) return Math.max(1, difference ? (18 * passed) / changes : (widest * passed) / largest);
    // A flow that nobody takes here is still part of the journey: a hairline.
    return stepIn(atlas, view.variant, flow.from) || stepIn(atlas, view.against, flow.from) ? 0.75 : 0;
  };
  const exitsOf = (name: string) => {
    const step = stepIn(atlas, view.variant, name);
    if (difference || !step) return [];
    const thick = (visits: number) => (visits > 0 ? Math.max(1, (widest * visits) / largest) : 0);
    return [
      {kind: "won" as const, width: thick(won(step))},
      {kind: "lost" as const, width: thick(lost(step))},
      {kind: "waiting" as const, width: thick(waiting(step))},
    ];
  };
  const {ribbons, exits} = ribbonsOf(layout, widthOf, exitsOf);
  const tone = (flow: Flow) =>
    difference
      ? amount(flow) > 0
        ? "more"
        : amount(flow) < 0
          ? "fewer"
          : "none"
      : flow.back || flow.from === flow.to
        ? "loop"
        : "";
  const fade = (kind: string) =>
    svg(
      "linearGradient",
      {id: `fade-${kind}`},
      svg("stop", {offset: 0, "stop-opacity": 0.95}),
      svg("stop", {offset: 0.45, "stop-opacity": 0.8}),
      svg("stop", {offset: 1, "stop-opacity": 0.15}),
    );
  return svg(
    "g",
    {class: difference ? "map difference" : "map"},
    svg("defs", {}, fade("lost"), fade("won"), fade("waiting")),
    phaseBands(layout),
    svg(
      "g",
      {class: "exits"},
      ...exits.map((exit) => svg("path", {class: `exit ${exit.kind}`, d: exit.path})),
    ),
    svg(
      "g",
      {class: "ribbons"},
      ...[...ribbons]
        .sort((a, b) => b.width - a.width)
        .map((ribbon) =>
          svg("path", {
            class: `ribbon ${tone(ribbon.flow)}`,
            d: ribbon.path,
            "stroke-width": ribbon.width,
            "data-from": ribbon.flow.from,
            "data-to": ribbon.flow.to,
            "data-passages": amount(ribbon.flow),
          }),
        ),
    ),
    svg(
      "g",
      {class: "cards"},
      ...atlas.steps
        .filter((name) => layout.steps.has(name))
        .map((name) => card(atlas, view, name, layout.steps.get(name) as Place)),
    ),
  );
}

/** High enough for the ribbons on either side of a step. */
export function heightOf(atlas: Atlas, name: string, largest: number): number {
  let most = 0;
  for (const journey of atlas.journeys.values()) {
    const step = journey.steps.get(name);
    if (step) most = Math.max(most, step.flow.visits);
  }
  const ways = Math.max(
    ...[...atlas.journeys.values()].map((journey) => journey.steps.get(name)?.ways.length ?? 0),
    1,
  );
  return Math.max(cardHeight, (widest * most) / largest + 3 * ways + 8);
}
