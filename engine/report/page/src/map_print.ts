// The map on paper: a long one goes over it in strips, one under the other, at a size that is read.
import {h, svg} from "./dom";
import type {Layout} from "./map_layout";

export interface Strip {
  from: number;
  to: number;
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
    strips.push({from, to});
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
    ...strips.map(({from, to}, index) => {
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
            viewBox: `${from} 0 ${to - from} ${layout.height}`,
            style: `width: ${(100 * (to - from)) / paperWidth}%`,
          },
          svg("use", {href: `#${content}`}),
        ),
      );
    }),
  );
}
