// The scenario's document as YAML again. Comments are in the file alone.
import type {Json} from "./answer_types";

const plain = /^[\p{L}_][\p{L}\p{N}_ ./+*^()<>=%-]*$/u;
const word = /^(null|true|false|yes|no|on|off)$/i; // no text where it stands without quotes

function scalar(value: Json): string {
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  const text = String(value);
  return (plain.test(text) && !word.test(text) && text.trim() === text && !/ #|: /.test(text)) ||
    /^[\d.]+%?( [a-z]+)?$/.test(text)
    ? text
    : JSON.stringify(text);
}

function short(value: Json): string | null {
  if (typeof value !== "object" || value === null) return scalar(value);
  const items = Array.isArray(value)
    ? value.map(short)
    : Object.entries(value).map(([key, item]) => {
        const text = short(item);
        return text === null ? null : `${scalar(key)}: ${text}`;
      });
  if (items.some((item) => item === null)) return null;
  const text = Array.isArray(value) ? `[${items.join(", ")}]` : `{${items.join(", ")}}`;
  return text.length <= 90 ? text : null;
}

/** Block style, with what fits on a line in one. */
export function yamlText(value: Json, indent = ""): string {
  if (typeof value !== "object" || value === null) return indent + scalar(value) + "\n";
  if (Array.isArray(value))
    return value
      .map((item) => {
        const text = short(item);
        return text !== null ? `${indent}- ${text}\n` : `${indent}-\n${yamlText(item, indent + "  ")}`;
      })
      .join("");
  return Object.entries(value)
    .map(([key, item]) => {
      const text = indent === "" && typeof item === "object" ? null : short(item);
      return text !== null
        ? `${indent}${scalar(key)}: ${text}\n`
        : `${indent}${scalar(key)}:\n${yamlText(item, indent + "  ")}`;
    })
    .join("");
}
