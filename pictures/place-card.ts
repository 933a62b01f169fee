import type { SKRSContext2D } from "@napi-rs/canvas";
import { COLORS, type Frame, HEIGHT, initials, MARGIN, paint, WIDTH } from "./stage.js";
import { drawText } from "./text.js";

export interface PlaceCard extends Frame {
  name: string;
  /** Written out, such as `#12`; a dash without a place. */
  rank: string;
  /** Under it, such as "12 of 340". */
  rankNote: string;
  /** Two or three figures with their names. */
  figures: readonly { label: string; value: string }[];
}

const PANEL = { x: MARGIN, y: 216, width: WIDTH - 2 * MARGIN, height: HEIGHT - 216 - 70 } as const;

/** One person's own place as a picture to share. @returns JPEG of 1200 × 630 */
export async function renderPlaceCard(card: PlaceCard): Promise<Buffer> {
  const texts = [card.name, card.rank, card.rankNote, ...card.figures.flatMap(({ label, value }) => [label, value])];
  return paint(card, texts, (context) => {
    paintPanel(context);
    paintPerson(context, card);
    paintFigures(context, card.figures);
  });
}

function paintPanel(context: SKRSContext2D): void {
  context.fillStyle = "rgba(255,255,255,0.045)";
  context.strokeStyle = COLORS.line;
  context.lineWidth = 1.5;
  context.beginPath();
  context.roundRect(PANEL.x, PANEL.y, PANEL.width, PANEL.height, 28);
  context.fill();
  context.stroke();
}

function paintPerson(context: SKRSContext2D, { name, rank, rankNote }: PlaceCard): void {
  const [x, y, radius] = [PANEL.x + 120, PANEL.y + 110, 70];
  const ring = context.createLinearGradient(x, y - radius, x, y + radius);
  ring.addColorStop(0, "#ffe29a");
  ring.addColorStop(1, "#c98f1d");
  for (const [size, fill] of [
    [radius, ring],
    [radius - 6, "#171e2e"],
  ] as const) {
    context.fillStyle = fill;
    context.beginPath();
    context.arc(x, y, size, 0, Math.PI * 2);
    context.fill();
  }
  drawText(context, initials(name), x, y + 18, { weight: 700, size: 52, color: "#ffe29a", align: "center" });
  drawText(context, name, x + 110, y + 2, { weight: 700, size: 44, minSize: 28, color: COLORS.text, maxWidth: 460 });
  drawText(context, rankNote, x + 110, y + 44, { weight: 500, size: 25, color: COLORS.muted, maxWidth: 460 });
  drawText(context, rank, PANEL.x + PANEL.width - 56, y + 40, {
    weight: 800,
    size: 118,
    minSize: 60,
    color: COLORS.gold,
    align: "right",
    maxWidth: 330,
  });
}

function paintFigures(context: SKRSContext2D, figures: PlaceCard["figures"]): void {
  const shown = figures.slice(0, 3);
  const width = PANEL.width / Math.max(1, shown.length);
  shown.forEach(({ label, value }, index) => {
    const x = PANEL.x + width * (index + 0.5);
    const line = { align: "center", maxWidth: width - 40 } as const;
    drawText(context, label, x, PANEL.y + 240, { ...line, weight: 500, size: 23, color: COLORS.muted });
    drawText(context, value, x, PANEL.y + 290, { ...line, weight: 700, size: 40, minSize: 22, color: COLORS.text });
  });
}
