// The frame of every chart: a title that says what it shows, the drawing, which kind of uncertainty
// its intervals are, and the numbers as a table.
import {h, type Child} from "./dom";
import {savePicture} from "./save_picture";
import {copyButton, tableElement, type Table} from "./table";

export interface Figure {
  id: string;
  title: string;
  /** what the reader sees in it, in a sentence */
  lead?: Child;
  /** for those who do not see the drawing */
  summary: string;
  draw(width: number): Element;
  /** controls above the drawing */
  controls?: HTMLElement;
  caption?: Child;
  tables: Table[];
}

/** Draws again when the place for it becomes wider or narrower. */
function fit(holder: HTMLElement, draw: (width: number) => Element): () => void {
  let drawn = 0;
  const redraw = (width: number) => {
    drawn = width;
    holder.replaceChildren(draw(width));
    // The holder says what is to be seen; what it is drawn with says nothing.
    holder.querySelectorAll("svg").forEach((drawing) => drawing.setAttribute("aria-hidden", "true"));
  };
  const observer = new ResizeObserver(() => {
    const width = Math.floor(holder.clientWidth);
    if (width > 0 && Math.abs(width - drawn) > 1) redraw(width);
  });
  observer.observe(holder);
  return () => drawn > 0 && redraw(drawn);
}

/** Tables to unfold. They are made when they are first seen: a curve has many rows. */
export function numbersOf(first: () => Table[]): {element: HTMLElement; show(tables: () => Table[]): void} {
  const holder = h("div", {class: "numbers"});
  let tables = first,
    made = false;
  const fill = () => {
    const all = tables();
    holder.replaceChildren(
      ...all.map((table) =>
        h(
          "div",
          {},
          all.length > 1 ? h("p", {class: "tablename"}, table.caption) : null,
          copyButton(table),
          tableElement(table),
        ),
      ),
    );
    made = true;
  };
  const element = h(
    "details",
    {
      toggle: () => {
        if (!made) fill();
      },
    },
    h("summary", {}, "The numbers"),
    holder,
  );
  return {
    element,
    show(other) {
      tables = other;
      if (made) fill();
    },
  };
}

export interface DrawnFigure {
  element: HTMLElement;
  /** after a control has changed what is to be seen */
  redraw(tables: Table[], summary: string): void;
}

export function figure(spec: Figure): DrawnFigure {
  const drawing = h("div", {class: "drawing", role: "img", "aria-label": spec.summary});
  const numbers = numbersOf(() => spec.tables);
  const again = fit(drawing, spec.draw);
  const element = h(
    "figure",
    {id: spec.id},
    h("h3", {}, spec.title),
    spec.lead ? h("p", {class: "lead"}, spec.lead) : null,
    spec.controls,
    drawing,
    spec.caption ? h("figcaption", {}, spec.caption) : null,
    h(
      "div",
      {class: "tools"},
      numbers.element,
      h(
        "button",
        {type: "button", class: "quiet", click: () => savePicture(drawing, spec.id)},
        "Save picture",
      ),
    ),
  );
  return {
    element,
    redraw(tables, summary) {
      drawing.setAttribute("aria-label", summary);
      numbers.show(() => tables);
      again();
    },
  };
}
