// The journey map with its controls: which variant or difference, search, zoom, and the figures of
// the step that is pointed at or focused.
import {select} from "d3-selection";
import {zoom, zoomIdentity, type D3ZoomEvent} from "d3-zoom";
import {h, name, svg} from "./dom";
import {numbersOf} from "./figure";
import {drawMap, cardWidth, heightOf, largestFlow} from "./map_draw";
import {layoutOf, type Layout} from "./map_layout";
import {flowTable, legendOf, panelOf, wayTable} from "./map_panel";
import {paperStrips} from "./map_print";
import {atlasOf, passages, spoken, stepIn, viewsOf, type Atlas, type View} from "./map_view";
import type {Model} from "./model";
import type {Table} from "./table";

/** The step that an arrow key leads to. */
function neighbour(atlas: Atlas, view: View, layout: Layout, from: string, key: string): string | null {
  const place = layout.steps.get(from);
  if (!place) return null;
  const variant = stepIn(atlas, view.variant, from) ? view.variant : (view.against ?? view.variant);
  const along = (candidates: string[], weight: (step: string) => number) =>
    candidates
      .filter((step) => step !== from && layout.steps.has(step))
      .sort((a, b) => weight(b) - weight(a))[0] ?? null;
  if (key === "ArrowRight")
    return along(
      (stepIn(atlas, variant, from)?.ways ?? [])
        .flatMap((way) => way.to ?? [])
        .filter((step) => layout.steps.get(step)!.x > place.x),
      (step) => passages(stepIn(atlas, variant, from), step),
    );
  if (key === "ArrowLeft")
    return along(
      layout.flows
        .filter((flow) => flow.to === from && layout.steps.get(flow.from)!.x < place.x)
        .map((flow) => flow.from),
      (step) => passages(stepIn(atlas, variant, step), from),
    );
  const sign = key === "ArrowDown" ? 1 : -1;
  const nearest = [...layout.steps]
    .filter(([step, other]) => step !== from && (other.y - place.y) * sign > 4)
    .sort(
      ([, a], [, b]) =>
        Math.hypot((a.x - place.x) * 2, a.y - place.y) - Math.hypot((b.x - place.x) * 2, b.y - place.y),
    )[0];
  return nearest?.[0] ?? null;
}

export function mapSection(model: Model): HTMLElement | null {
  const atlas = atlasOf(model);
  if (!atlas) return null;
  // Widths need the flows, and flows the layout: the first layout only tells which flows there are.
  const journeys = [...atlas.journeys.values()];
  const first = layoutOf(journeys, atlas.phases, {width: cardWidth, height: () => 80});
  const largest = largestFlow(atlas, first);
  const layout = layoutOf(journeys, atlas.phases, {
    width: cardWidth,
    height: (step) => heightOf(atlas, step, largest),
  });
  return new MapFrame(atlas, layout, largest).element;
}

class MapFrame {
  readonly element: HTMLElement;
  private readonly views: View[];
  private view: View;
  private shown: string | null = null;
  private readonly content = svg("g", {id: "map-drawing"});
  private readonly surface: SVGSVGElement;
  private readonly panel = h("aside", {
    class: "panel",
    "aria-live": "polite",
    "aria-label": "Figures of the step",
  });
  private readonly legend = h("div");
  private readonly tables = numbersOf(() => this.tableList());
  private readonly scaler = zoom<SVGSVGElement, unknown>();
  private found = 0;
  /** of a long map on paper */
  private strips: HTMLElement | null = null;

  constructor(
    private readonly atlas: Atlas,
    private readonly layout: Layout,
    private readonly largest: number,
  ) {
    this.views = viewsOf(atlas.model);
    this.view = this.views[0] as View;
    this.surface = svg(
      "svg",
      {class: "surface", role: "group", "aria-label": "Journey map: arrow keys go from step to step"},
      this.content,
    );
    this.element = h(
      "section",
      {id: "map", "aria-labelledby": "map-title"},
      h("h2", {id: "map-title"}, "The journey map"),
      h(
        "div",
        {class: "mapframe"},
        this.toolbar(),
        this.surface,
        this.legend,
        h(
          "p",
          {class: "hint"},
          "Point at a step, or tab to the map and use the arrow keys, to read its figures. Drag to move, Ctrl and wheel to zoom.",
        ),
        this.panel,
      ),
      this.tables.element,
    );
    this.listen();
    this.redraw();
  }

  private toolbar(): HTMLElement {
    const radios = this.views.map((view, index) =>
      h(
        "label",
        {},
        h("input", {
          type: "radio",
          name: "view",
          value: view.id,
          checked: index === 0,
          change: () => {
            this.view = view;
            this.redraw();
          },
        }),
        h("span", {}, name(view.label)),
      ),
    );
    const choice =
      this.views.length <= 6
        ? h("fieldset", {class: "segmented"}, h("legend", {class: "hidden"}, "What the map shows"), ...radios)
        : h(
            "label",
            {},
            "Show ",
            h(
              "select",
              {
                change: (event: Event) => {
                  this.view = this.views[(event.target as HTMLSelectElement).selectedIndex] as View;
                  this.redraw();
                },
              },
              ...this.views.map((view) => h("option", {}, view.label)),
            ),
          );
    const status = h("span", {role: "status", class: "said"});
    const search = h("input", {
      type: "search",
      placeholder: "Find a step",
      "aria-label": "Find a step",
      list: "steps",
      dir: "auto",
      input: () => this.find(search.value, status),
      keydown: (event: KeyboardEvent) => {
        if (event.key === "Enter") this.goToFound(search.value);
      },
    });
    const button = (label: string, title: string, act: () => void) =>
      h("button", {type: "button", "aria-label": title, title, click: act}, label);
    return h(
      "div",
      {class: "toolbar"},
      choice,
      h(
        "span",
        {class: "search"},
        search,
        h("datalist", {id: "steps"}, ...this.atlas.steps.map((step) => h("option", {value: step}))),
        status,
      ),
      h(
        "span",
        {class: "zoom"},
        button("−", "Zoom out", () => this.scale(1 / 1.3)),
        button("+", "Zoom in", () => this.scale(1.3)),
        button("Fit", "Fit the whole map", () => this.fit()),
      ),
    );
  }

  private listen(): void {
    this.scaler
      .scaleExtent([0.05, 3])
      // The wheel scrolls the page; with Ctrl, or two fingers, it zooms.
      .filter((event: WheelEvent & TouchEvent) =>
        event.type === "wheel"
          ? event.ctrlKey
          : event.type.startsWith("touch")
            ? event.touches.length > 1
            : event.type !== "dblclick" && !event.button,
      )
      .on("zoom", (event: D3ZoomEvent<SVGSVGElement, unknown>) =>
        this.content.setAttribute("transform", String(event.transform)),
      );
    select(this.surface).call(this.scaler);
    const stepOf = (event: Event) =>
      (event.target as Element).closest<SVGGElement>("[data-step]")?.dataset.step ?? null;
    this.surface.addEventListener("pointerover", (event) => {
      const step = stepOf(event);
      if (step) this.show(step);
    });
    this.surface.addEventListener("focusin", (event) => {
      const step = stepOf(event);
      if (step) {
        this.show(step);
        this.reveal(step);
      }
    });
    this.surface.addEventListener("keydown", (event) => this.press(event, stepOf(event)));
    let width = 0;
    new ResizeObserver(() => {
      if (Math.abs(this.surface.clientWidth - width) < 2) return;
      width = this.surface.clientWidth;
      this.begin();
    }).observe(this.surface);
    window.addEventListener("beforeprint", () => this.toPaper());
    window.addEventListener("afterprint", () => {
      this.strips?.remove();
      this.surface.classList.remove("in-strips");
      this.surface.removeAttribute("viewBox");
      this.begin();
    });
  }

  private press(event: KeyboardEvent, step: string | null): void {
    if (event.key === "+" || event.key === "=") this.scale(1.3);
    else if (event.key === "-") this.scale(1 / 1.3);
    else if (event.key === "0") this.fit();
    else if (step && event.key.startsWith("Arrow")) {
      const next = neighbour(this.atlas, this.view, this.layout, step, event.key);
      if (next) this.focus(next);
    } else if (step && event.key === "Home") this.focus(this.atlas.steps[0] as string);
    else return;
    event.preventDefault();
  }

  private card(step: string): SVGGElement | undefined {
    return [...this.surface.querySelectorAll<SVGGElement>("[data-step]")].find(
      (element) => element.dataset.step === step,
    );
  }

  private focus(step: string): void {
    const card = this.card(step);
    if (!card) return;
    this.surface.querySelectorAll("[data-step]").forEach((element) => element.setAttribute("tabindex", "-1"));
    card.setAttribute("tabindex", "0");
    card.focus({preventScroll: true});
  }

  private show(step: string): void {
    this.shown = step;
    this.panel.replaceChildren(...panelOf(this.atlas, this.view, step));
    this.surface.classList.add("pointing");
    this.surface
      .querySelectorAll<SVGElement>(".ribbon")
      .forEach((ribbon) =>
        ribbon.classList.toggle("near", ribbon.dataset.from === step || ribbon.dataset.to === step),
      );
    this.surface
      .querySelectorAll<SVGElement>("[data-step]")
      .forEach((card) => card.classList.toggle("chosen", card.dataset.step === step));
  }

  private matches(text: string): string[] {
    const wanted = text.trim().toLocaleLowerCase();
    return wanted === ""
      ? []
      : this.atlas.steps.filter((step) =>
          [step, stepIn(this.atlas, this.view.variant, step)?.touchpoint ?? ""].some((word) =>
            word.toLocaleLowerCase().includes(wanted),
          ),
        );
  }

  private find(text: string, status: HTMLElement): void {
    const matches = this.matches(text);
    this.found = 0;
    status.textContent = text.trim() === "" ? "" : `${matches.length} found`;
    this.surface.classList.toggle("searching", text.trim() !== "");
    this.surface
      .querySelectorAll<SVGElement>("[data-step]")
      .forEach((card) => card.classList.toggle("match", matches.includes(card.dataset.step ?? "")));
    if (matches[0]) this.reveal(matches[0]);
  }

  private goToFound(text: string): void {
    const matches = this.matches(text);
    const step = matches[this.found++ % Math.max(1, matches.length)];
    if (step) this.focus(step);
  }

  private redraw(): void {
    this.content.replaceChildren(drawMap(this.atlas, this.view, this.layout, this.largest));
    const start =
      this.card(this.shown ?? this.atlas.journeys.get(this.view.variant)?.start ?? "") ??
      this.surface.querySelector("[data-step]");
    start?.setAttribute("tabindex", "0");
    this.legend.replaceChildren(legendOf(this.view));
    this.tables.show(() => this.tableList());
    this.panel.replaceChildren(
      ...panelOf(this.atlas, this.view, this.shown ?? start?.getAttribute("data-step") ?? ""),
    );
    this.surface.setAttribute(
      "aria-label",
      `Journey map of ${this.view.label}, ${this.atlas.steps.length} steps. ${this.atlas.steps.length <= 12 ? this.atlas.steps.map((step) => spoken(this.atlas, this.view, step)).join("; ") + ". " : ""}Arrow keys go from step to step.`,
    );
    if (this.shown) this.show(this.shown);
  }

  private tableList(): Table[] {
    return [flowTable(this.atlas, this.view), wayTable(this.atlas, this.view)];
  }

  private wholeScale(): number {
    return Math.min(1, (this.surface.clientWidth || 1000) / this.layout.width);
  }

  /** At first: all of it where that can be read, else from its beginning. */
  private begin(): void {
    const whole = this.wholeScale();
    if (whole >= 0.6) return this.fit();
    const scale = this.surface.clientWidth < 560 ? 0.8 : 0.85;
    this.surface.style.height = `${Math.min(640, this.layout.height * scale)}px`;
    const start = this.layout.steps.get(this.atlas.journeys.get(this.view.variant)?.start ?? "");
    const y = Math.min(0, this.surface.clientHeight / 2 - (start?.y ?? 0) * scale);
    select(this.surface).call(
      this.scaler.transform,
      zoomIdentity
        .translate(0, Math.max(y, Math.min(0, this.surface.clientHeight - this.layout.height * scale)))
        .scale(scale),
    );
  }

  /** Paper has another width, and nobody can move the map on it. */
  private toPaper(): void {
    this.surface.setAttribute("viewBox", `0 0 ${this.layout.width} ${this.layout.height}`);
    this.surface.style.height = "auto";
    this.content.setAttribute("transform", "");
    this.strips?.remove();
    this.strips = paperStrips(this.layout, this.content.id);
    if (!this.strips) return;
    this.surface.after(this.strips);
    this.surface.classList.add("in-strips");
  }

  private fit(): void {
    const width = this.surface.clientWidth || 1000;
    const byWidth = Math.min(1, width / this.layout.width);
    const height = Math.min(760, this.layout.height * byWidth);
    const scale = Math.min(byWidth, height / this.layout.height);
    this.surface.style.height = `${height}px`;
    select(this.surface).call(
      this.scaler.transform,
      zoomIdentity.translate((width - this.layout.width * scale) / 2, 0).scale(scale),
    );
  }

  private scale(factor: number): void {
    select(this.surface).call(this.scaler.scaleBy, factor);
  }

  /** Moves the map so that the step is to be seen. */
  private reveal(step: string): void {
    const place = this.layout.steps.get(step);
    const card = this.card(step);
    if (!place || !card) return;
    const box = card.getBoundingClientRect(),
      frame = this.surface.getBoundingClientRect();
    if (
      box.left >= frame.left &&
      box.right <= frame.right &&
      box.top >= frame.top &&
      box.bottom <= frame.bottom
    )
      return;
    select(this.surface).call(this.scaler.translateTo, place.x, place.y);
  }
}
