// The map on paper: a long one goes over it in strips, one under the other, at a size that is read.
import {h, svg} from "./dom";
import type {Layout} from "./map_layout";

export interface Strip {
  from: number;
  to: number;
  /** what stands or runs there, from the top to the bottom */
  top: number;
  bottom: number;
}

/** Around cards and the middles of lines: half of the widest line, and a little. */
const margin = 34;

function stripAt(layout: Layout, from: number, to: number): Strip {
  const inside = (x: number, half = 0) => x + half > from && x - half < to;
  const heights = [
    ...[...layout.steps.values()]
      .filter((place) => inside(place.x, place.width / 2))
      .flatMap((place) => [place.y - place.height / 2, place.y + place.height / 2]),
    ...layout.flows.flatMap((flow) =>
      // A line may enter the strip between two of its points.
      flow.points
        .filter((point, at) =>
          [flow.points[at - 1], point, flow.points[at + 1]].some((near) => near && inside(near.x)),
        )
        .map((point) => point.y),
    ),
  ];
  return {
    from,
    to,
    top: Math.max(0, Math.min(layout.height, ...heights) - margin),
    bottom: Math.min(layout.height, Math.max(0, ...heights) + margin),
  };
}

/** How much of the map goes over one width of paper. */
const paperWidth = 1050;

/** Strips of at most `most`, cut where no card stands; what is wider than that is cut anyway. */
export function stripsOf(layout: Layout, most = paperWidth): Strip[] {
  const cards = [...layout.steps.values()]
    .map((place) => ({from: place.x - place.width / 2, to: place.x + place.width / 2}))
    .sort((a, b) => a.from - b.from);
  // In the middle of every gap between columns.
  const cuts: number[] = [];
  let covered = cards[0]?.to ?? 0;
  for (const card of cards) {
    if (card.from > covered) cuts.push((covered + card.from) / 2);
    covered = Math.max(covered, card.to);
  }
  const strips: Strip[] = [];
  for (let from = 0; from < layout.width; ) {
    const end = from + most;
    const to =
      end >= layout.width ? layout.width : (cuts.filter((cut) => cut > from && cut <= end).at(-1) ?? end);
    strips.push(stripAt(layout, from, to));
    from = to;
  }
  return strips;
}

/** The strips as drawings that show what `content` (the id of a drawn map) holds; none for a map that
 *  fits the paper as it is. */
export function paperStrips(layout: Layout, content: string): HTMLElement | null {
  const strips = stripsOf(layout);
  if (strips.length < 2) return null;
  return h(
    "div",
    {class: "strips", "aria-hidden": "true"},
    ...strips.map(({from, to, top, bottom}, index) => {
      const phases = layout.phases.filter((phase) => phase.from < to && phase.to > from);
      return h(
        "div",
        {class: "strip"},
        h(
          "p",
          {class: "detail"},
          `The map, part ${index + 1} of ${strips.length}: `,
          h("bdi", {}, phases.map((phase) => phase.name).join(", ")),
        ),
        svg(
          "svg",
          {
            viewBox: `${from} ${top} ${to - from} ${bottom - top}`,
            style: `width: ${(100 * (to - from)) / paperWidth}%`,
          },
          svg("use", {href: `#${content}`}),
        ),
      );
    }),
  );
}
