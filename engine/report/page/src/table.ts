// Tables of numbers: shown under every chart, and copied as CSV with every digit.
import {h, type Child} from "./dom";

export interface Cell {
  text: string;
  /** what CSV gets: the number with all its digits, or the name */
  raw: string | number | null;
  numeric?: boolean;
  /** an element shown in place of the text */
  shown?: Node;
}

export interface Table {
  caption: string;
  columns: {title: string; numeric?: boolean}[];
  rows: Cell[][];
}

export const textCell = (text: string, shown?: Node): Cell => ({text, raw: text, ...(shown ? {shown} : {})});
export const numberCell = (raw: number | null | undefined, text: string): Cell => ({
  text,
  raw: raw ?? null,
  numeric: true,
});

function csvField(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  // A text that a spreadsheet would run as a formula is given as text.
  const safe = /^[=+\-@\t\r]/.test(value) ? "'" + value : value;
  return /[",\r\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
}

export function csvOf(table: Table): string {
  const lines = [
    table.columns.map((column) => csvField(column.title)),
    ...table.rows.map((row) => row.map((cell) => csvField(cell.raw))),
  ];
  return lines.map((line) => line.join(",") + "\r\n").join("");
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A page opened from a file may not use the clipboard in every browser; the old way still works.
    const area = h("textarea", {style: "position:fixed;opacity:0", "aria-hidden": "true"});
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

/** A button that copies the table and says that it did. */
export function copyButton(table: Table): HTMLElement {
  const said = h("span", {role: "status", class: "said"});
  const button = h(
    "button",
    {
      type: "button",
      class: "quiet",
      click: async () => {
        said.textContent = (await copy(csvOf(table))) ? "Copied" : "This browser does not let the page copy";
        setTimeout(() => (said.textContent = ""), 3000);
      },
    },
    "Copy as CSV",
  );
  return h("span", {class: "copy"}, button, said);
}

/** The table as an element that scrolls by itself where it is wider than the page. */
export function tableElement(table: Table, ...more: Child[]): HTMLElement {
  const head = h(
    "tr",
    {},
    ...table.columns.map((column) =>
      h("th", {scope: "col", class: column.numeric ? "number" : null}, column.title),
    ),
  );
  const rows = table.rows.map((row) =>
    h(
      "tr",
      {},
      ...row.map((cell, index) => {
        const content = cell.shown ?? h("bdi", {}, cell.text);
        const attributes = {
          class: cell.numeric ? "number" : null,
          "data-value": cell.numeric && cell.raw !== null ? cell.raw : null,
        };
        return index === 0 ? h("th", {scope: "row", ...attributes}, content) : h("td", attributes, content);
      }),
    ),
  );
  return h(
    "div",
    {class: "scroll", tabindex: 0, role: "region", "aria-label": table.caption},
    h(
      "table",
      {},
      h("caption", {class: "hidden"}, table.caption),
      h("thead", {}, head),
      h("tbody", {}, ...rows),
    ),
    ...more,
  );
}

/** The table with the button that copies it, where no chart's frame holds them. */
export function copiedTable(table: Table): HTMLElement {
  return h("div", {}, tableElement(table), copyButton(table));
}
