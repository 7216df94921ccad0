// Makes the page: one HTML file in which everything stands, and from it a C++ source that holds the
// file in three parts: before the title, between title and data, after the data.
//
// usage: node build.mjs MODULES OUT.cpp
//   MODULES  the folder of the installed packages (node_modules)
import {readFileSync, writeFileSync, existsSync} from "node:fs";
import {createRequire} from "node:module";
import {dirname, join, resolve} from "node:path";
import {fileURLToPath} from "node:url";

const [modules, out] = process.argv.slice(2).map((path) => resolve(path));
const here = dirname(fileURLToPath(import.meta.url));
const esbuild = createRequire(join(modules, "here.js"))("esbuild");

const shared = {
  bundle: true,
  minify: true,
  write: false,
  charset: "utf8",
  nodePaths: [modules],
  logLevel: "warning",
};
const script = await esbuild.build({
  ...shared,
  entryPoints: [join(here, "src/main.ts")],
  format: "iife",
  target: ["chrome109", "firefox115", "safari16"],
  legalComments: "none",
  metafile: true,
});
const style = await esbuild.build({
  ...shared,
  entryPoints: [join(here, "style.css")],
  target: ["chrome111", "firefox115", "safari16.2"],
});

/** The licences of what is bundled, which must go where it goes. */
function licences(inputs) {
  const packages = new Set();
  for (const input of inputs) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) packages.add(found[1]);
  }
  return [...packages]
    .sort()
    .map((name) => {
      const folder = join(modules, name);
      const {version, license} = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license"]
        .map((each) => join(folder, each))
        .find(existsSync);
      return `${name} ${version} (${license})\n${file ? readFileSync(file, "utf8").trim() : ""}`;
    })
    .join("\n\n");
}

const inside = (text) => text.replace(/<\/(script|style)/gi, "<\\/$1").replace(/<!--/g, "<\\!--");
const parts = {
  STYLE: inside(style.outputFiles[0].text.trim()),
  SCRIPT: inside(script.outputFiles[0].text.trim()),
  LICENCES: licences(Object.keys(script.metafile.inputs)).replaceAll("&", "&amp;").replaceAll("<", "&lt;"),
};
const page = readFileSync(join(here, "page.html"), "utf8").replace(
  /\{\{(STYLE|SCRIPT|LICENCES)\}\}/g,
  (_, name) => parts[name],
);
const [head, rest] = page.split("{{TITLE}}");
const [middle, tail] = rest.split("{{DATA}}");

/** A C++ string of any length: raw strings that no text of the page can end. */
function literal(text) {
  const pieces = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + 8000);
    if (/[\ud800-\udbff]/.test(text[end - 1])) --end; // a pair of surrogates stays together
    pieces.push(`R"~page~(${text.slice(at, end)})~page~"`);
    at = end;
  }
  return pieces.join("\n    ");
}

writeFileSync(
  out,
  `// Made by engine/report/page/build.mjs; do not edit.
#include "report/page_parts.h"

namespace journeylab {
std::string_view page_before_title() { return ${literal(head)}; }
std::string_view page_before_data() { return ${literal(middle)}; }
std::string_view page_after_data() { return ${literal(tail)}; }
}  // namespace journeylab
`,
);
