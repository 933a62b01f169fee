import { createCanvas, loadImage } from "@napi-rs/canvas";

/** A page of pictures must load on a phone: at this quality a window has about 30 KB. */
const QUALITY = 62;

/** A screenshot as WebP: a tenth of the PNG. */
export async function pack(png: Buffer): Promise<Buffer> {
  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.encode("webp", QUALITY);
}
