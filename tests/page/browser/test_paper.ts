// What leaves the screen: the page on paper, and a chart as a picture of its own.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import test, {after} from "node:test";
import {close, folder, open, pageOf, pictures} from "./open_page";

after(close);

test("the page prints whole: no controls, the map fitted", async () => {
  const {page, context} = await open(pageOf("compare"));
  await page.emulateMedia({media: "print"});
  assert.equal(await page.locator("nav").isVisible(), false);
  assert.equal(await page.getByRole("button", {name: "Zoom in"}).isVisible(), false);
  const printed = await page.pdf({
    format: "A4",
    printBackground: true,
    ...(pictures ? {path: join(pictures, "compare.pdf")} : {}),
  });
  assert.ok(printed.length > 20000);
  await context.close();
});

test("a long map prints in strips that can be read", async () => {
  const {page, context} = await open(pageOf("long"));
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({media: "print"});
  const strips = await page
    .locator(".strip svg")
    .evaluateAll((all) =>
      all.map(
        (strip) => strip.getBoundingClientRect().width / (strip as SVGSVGElement).viewBox.baseVal.width,
      ),
    );
  assert.ok(strips.length > 3);
  for (const scale of strips) assert.ok(scale > 0.55 && Math.abs(scale - strips[0]!) < 1e-3);
  if (pictures) await page.pdf({format: "A4", printBackground: true, path: join(pictures, "long.pdf")});
  await page.emulateMedia({media: "screen"});
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  assert.equal(await page.locator(".strip").count(), 0);
  assert.ok((await page.locator(".surface").boundingBox())!.height > 100);
  await context.close();
});

test("a picture of a chart stands alone", async () => {
  const {page, context} = await open(pageOf("compare"), {acceptDownloads: true});
  const waiting = page.waitForEvent("download");
  await page.locator("#effects-all").getByRole("button", {name: "Save picture"}).click();
  const download = await waiting;
  const file = join(folder, "picture.svg");
  await download.saveAs(file);
  const text = readFileSync(file, "utf8");
  assert.match(text, /^<svg /);
  assert.ok(
    !/var\(--/.test(text.replace(/<style[\s\S]*?<\/style>/g, "").replace(/ (?:fill|stroke)="var[^"]*"/g, "")),
    "colours are written out",
  );
  await context.close();
});
