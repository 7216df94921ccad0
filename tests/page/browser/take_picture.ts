// Takes the picture of a page that the README shows: the answer and the map, as WebP.
//
// usage: take_picture OUT.webp
import {writeFileSync} from "node:fs";
import {close, open, pageOf} from "./open_page";

const out = process.argv[2] as string;
const {page} = await open(pageOf("picture"), {viewport: {width: 1240, height: 1690}});
await page.evaluate(() => document.fonts.ready);
const png = await page.screenshot({type: "png"});
// The browser itself knows how to write WebP.
const webp = await page.evaluate(
  async (source) => {
    const picture = new Image();
    picture.src = source;
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext("2d")!.drawImage(picture, 0, 0);
    return canvas.toDataURL("image/webp", 0.82);
  },
  `data:image/png;base64,${png.toString("base64")}`,
);
writeFileSync(out, Buffer.from(webp.slice(webp.indexOf(",") + 1), "base64"));
await close();
