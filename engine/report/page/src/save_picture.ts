// A drawing as an SVG file of its own: the colours, which the page keeps in style sheets, are written
// into it.

const carried = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "opacity",
  "fill-opacity",
  "stroke-opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "display",
];

function withStyles(original: SVGSVGElement): SVGSVGElement {
  const copy = original.cloneNode(true) as SVGSVGElement;
  const from = [original, ...original.querySelectorAll<SVGElement>("*")];
  const to = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  from.forEach((element, index) => {
    const style = getComputedStyle(element);
    const target = to[index];
    if (target instanceof SVGElement && target.tagName !== "style") {
      target.setAttribute(
        "style",
        carried.map((property) => `${property}:${style.getPropertyValue(property)}`).join(";"),
      );
    }
  });
  copy.querySelectorAll("style").forEach((style) => style.remove());
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.style.background = getComputedStyle(document.documentElement).getPropertyValue("--surface");
  return copy;
}

/** Offers the first picture inside `holder` as a file. */
export function savePicture(holder: Element, title: string): void {
  const drawing = [...holder.querySelectorAll("svg")].find((candidate) => candidate.clientWidth > 60);
  if (!drawing) return;
  const text = new XMLSerializer().serializeToString(withStyles(drawing));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], {type: "image/svg+xml"}));
  link.download = `${title}.svg`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
