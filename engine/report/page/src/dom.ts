// Elements in one expression. Text always goes in as text, never as markup: names in a scenario may
// be anything.

export type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: never) => void)>;

function fill(element: Element, attributes: Attributes, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value as EventListener);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child) element.append(child);
}

export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  fill(element, attributes, children);
  return element;
}

/** A name of the author's, set off from the text around it so that either may run right to left. */
export function name(text: string, attributes: Attributes = {}): HTMLElement {
  return h("bdi", attributes, text);
}

/** Sentences about one thing after the other (variants), a line each. */
export function lines(sentences: {of: string; says: string}[]): HTMLElement {
  return h("span", {}, ...sentences.map(({of, says}) => h("span", {class: "line"}, name(of), `: ${says}`)));
}

/** Cut to about `length` characters, with an ellipsis; a grapheme is never cut in two. */
export function shorten(text: string, length: number): string {
  const graphemes = [...new Intl.Segmenter().segment(text)].map((part) => part.segment);
  return graphemes.length <= length
    ? text
    : graphemes
        .slice(0, length - 1)
        .join("")
        .trimEnd() + "…";
}
