// Bundles the tests of a folder, so that they may be TypeScript and import the page's sources, and
// runs them with Node's own test runner; or one other program.
//
// usage: node test.mjs MODULES FOLDER
//        node test.mjs MODULES PROGRAM.ts ARGUMENT...
import {readdirSync, rmSync} from "node:fs";
import {createRequire} from "node:module";
import {spawnSync} from "node:child_process";
import {basename, dirname, join, resolve} from "node:path";

const [modules, what] = process.argv.slice(2, 4).map((path) => resolve(path));
const alone = what.endsWith(".ts");
const folder = alone ? dirname(what) : what;
const esbuild = createRequire(join(modules, "here.js"))("esbuild");
// Beside the modules, so that what is not bundled is found.
const out = join(dirname(modules), `bundle-${basename(what, ".ts")}`);
rmSync(out, {recursive: true, force: true});
const tests = alone
  ? [what]
  : readdirSync(folder)
      .filter((name) => name.startsWith("test_") && name.endsWith(".ts"))
      .map((name) => join(folder, name));
await esbuild.build({
  entryPoints: tests,
  outdir: out,
  outExtension: {".js": ".mjs"},
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node18",
  nodePaths: [modules],
  external: ["playwright-core", "axe-core"],
  sourcemap: "inline",
  logLevel: "warning",
});
const bundles = tests.map((test) => join(out, basename(test).replace(/\.ts$/, ".mjs")));
const {status} = spawnSync(
  process.execPath,
  ["--enable-source-maps", ...(alone ? [] : ["--test"]), ...bundles, ...process.argv.slice(4)],
  {stdio: "inherit"},
);
process.exit(status ?? 1);
