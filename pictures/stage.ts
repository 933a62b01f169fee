import { type Canvas, createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import { isEmoji, loadEmoji } from "./emoji.js";
import { drawText, visibleLetters } from "./text.js";

/** The size that link previews are made for; a chat shows it over its whole width. */
export const WIDTH = 1200;
export const HEIGHT = 630;
export const MARGIN = 64;

export const COLORS = {
  text: "#f4f6fb",
  muted: "#94a0b8",
  line: "rgba(255,255,255,0.09)",
  gold: "#f5c451",
} as const;

const QUALITY = 88;

/** What every picture carries: whose it is, and what it shows. */
export interface Frame {
  brand: string;
  /** In the corner, such as "Final result". */
  label: string;
  title: string;
  subtitle: string;
  footer: string;
}

/**
 * Draws a picture and encodes it. The drawing takes a few milliseconds of this thread; encoding, which takes longer,
 * happens beside it.
 * @param texts everything that will be written, so that its emoji are there
 * @returns JPEG
 */
export async function paint(
  frame: Frame,
  texts: readonly string[],
  draw: (context: SKRSContext2D) => void,
): Promise<Buffer> {
  const { brand, label, title, subtitle, footer } = frame;
  const all = [brand, label, title, subtitle, footer, ...texts];
  await loadEmoji(all.flatMap(visibleLetters).filter(isEmoji));
  const canvas = createCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext("2d");
  paintBackground(context);
  paintFrame(context, frame);
  draw(context);
  return encode(canvas);
}

function encode(canvas: Canvas): Promise<Buffer> {
  return canvas.encode("jpeg", QUALITY);
}

function paintBackground(context: SKRSContext2D): void {
  const base = context.createLinearGradient(0, 0, WIDTH, HEIGHT);
  base.addColorStop(0, "#0a0d14");
  base.addColorStop(0.55, "#111725");
  base.addColorStop(1, "#0b0e16");
  context.fillStyle = base;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  const glow = context.createRadialGradient(WIDTH / 2, 330, 20, WIDTH / 2, 330, 620);
  glow.addColorStop(0, "rgba(245,196,81,0.20)");
  glow.addColorStop(0.45, "rgba(120,96,190,0.10)");
  glow.addColorStop(1, "rgba(0,0,0,0)");
  context.fillStyle = glow;
  context.fillRect(0, 0, WIDTH, HEIGHT);
}

function paintFrame(context: SKRSContext2D, { brand, label, title, subtitle, footer }: Frame): void {
  context.fillStyle = COLORS.gold;
  context.beginPath();
  context.arc(MARGIN + 7, 62, 7, 0, Math.PI * 2);
  context.fill();
  drawText(context, brand, MARGIN + 28, 71, { weight: 600, size: 25, color: COLORS.text, maxWidth: 620 });
  paintLabel(context, label);
  drawText(context, title, MARGIN, 136, {
    weight: 800,
    size: 50,
    minSize: 34,
    color: COLORS.text,
    maxWidth: WIDTH - 2 * MARGIN,
  });
  drawText(context, subtitle, MARGIN, 174, {
    weight: 500,
    size: 24,
    color: COLORS.muted,
    maxWidth: WIDTH - 2 * MARGIN,
  });
  drawText(context, footer, WIDTH / 2, HEIGHT - 24, {
    weight: 500,
    size: 21,
    color: COLORS.muted,
    align: "center",
    maxWidth: WIDTH - 2 * MARGIN,
  });
}

function paintLabel(context: SKRSContext2D, label: string): void {
  const style = { weight: 700, size: 20, color: COLORS.gold, align: "right", maxWidth: 360 } as const;
  const width = drawText(context, label, WIDTH - MARGIN - 20, 70, style);
  context.strokeStyle = "rgba(245,196,81,0.55)";
  context.lineWidth = 1.5;
  context.beginPath();
  context.roundRect(WIDTH - MARGIN - width - 40, 40, width + 40, 44, 22);
  context.stroke();
}

/** Up to two letters that stand for a person who has no picture. */
export function initials(name: string): string {
  const letters = visibleLetters(name).filter((letter) => /[\p{L}\p{N}]/u.test(letter) || isEmoji(letter));
  const [first = "?", second = ""] = letters;
  return /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u.test(first) && !isEmoji(second)
    ? `${first}${second}`.toUpperCase()
    : first;
}
