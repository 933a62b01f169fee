import type { SKRSContext2D } from "@napi-rs/canvas";
import { COLORS, type Frame, HEIGHT, initials, paint, WIDTH } from "./stage.js";
import { drawText } from "./text.js";

export interface PodiumWinner {
  rank: number;
  /** As the public may read it; any script. */
  name: string;
  /** Written out, such as `$1,234.56`. */
  wagered: string;
  prize: string;
}

export interface Podium extends Frame {
  /** Best first; up to three are drawn. */
  winners: readonly PodiumWinner[];
  /** Said when nobody won. */
  empty: string;
}

interface Step {
  center: number;
  /** Upper edge of the block. */
  top: number;
  radius: number;
}

const STEP_WIDTH = 316;
const GROUND = HEIGHT - 62;
/** Places by number of winners, in the order of their ranks: the best in the middle, or alone. */
const STEPS: Readonly<Record<number, readonly Step[]>> = {
  1: [{ center: WIDTH / 2, top: 366, radius: 62 }],
  2: [
    { center: WIDTH / 2 - 174, top: 366, radius: 62 },
    { center: WIDTH / 2 + 174, top: 402, radius: 52 },
  ],
  3: [
    { center: WIDTH / 2, top: 366, radius: 62 },
    { center: WIDTH / 2 - 348, top: 402, radius: 52 },
    { center: WIDTH / 2 + 348, top: 416, radius: 52 },
  ],
};
const METALS = [
  { light: "#ffe29a", dark: "#c98f1d", block: "rgba(245,196,81,0.22)" },
  { light: "#eef2f8", dark: "#8b97ab", block: "rgba(200,210,228,0.16)" },
  { light: "#f0b78a", dark: "#9c5a2c", block: "rgba(214,140,88,0.18)" },
] as const;
const IRON = { light: "#8f9bb3", dark: "#4a546b", block: "rgba(143,155,179,0.12)" } as const;

/**
 * The result as a picture: the first three with what they wagered and won.
 * @returns JPEG of 1200 × 630
 */
export async function renderPodium(podium: Podium): Promise<Buffer> {
  const winners = podium.winners.slice(0, 3);
  const texts = winners.flatMap((winner) => [winner.name, winner.prize, winner.wagered]);
  return paint(podium, [...texts, podium.empty], (context) => {
    if (winners.length === 0) {
      drawText(context, podium.empty, WIDTH / 2, 390, {
        weight: 600,
        size: 36,
        color: COLORS.muted,
        align: "center",
        maxWidth: 1000,
      });
    }
    const steps = STEPS[winners.length] ?? [];
    winners.forEach((winner, index) => {
      const step = steps[index];
      // Who shares a rank stands as high as the first who has it.
      const height = steps[winners.findIndex(({ rank }) => rank === winner.rank)];
      if (step !== undefined) paintWinner(context, winner, { ...step, ...height, center: step.center });
    });
  });
}

function paintWinner(context: SKRSContext2D, winner: PodiumWinner, step: Step): void {
  const metal = METALS[winner.rank - 1] ?? IRON;
  paintBlock(context, step, metal.block);
  const middle = step.top - step.radius - 18;
  const ring = context.createLinearGradient(step.center, middle - step.radius, step.center, middle + step.radius);
  ring.addColorStop(0, metal.light);
  ring.addColorStop(1, metal.dark);
  circle(context, step.center, middle, step.radius, ring);
  circle(context, step.center, middle, step.radius - 6, "#171e2e");
  drawText(context, initials(winner.name), step.center, middle + step.radius * 0.26, {
    weight: 700,
    size: Math.round(step.radius * 0.74),
    color: metal.light,
    align: "center",
  });
  paintRank(context, winner.rank, step.center + step.radius * 0.72, middle + step.radius * 0.72, metal);
  const line = { align: "center", maxWidth: STEP_WIDTH - 36 } as const;
  drawText(context, winner.name, step.center, step.top + 46, {
    ...line,
    weight: 700,
    size: 29,
    minSize: 22,
    color: COLORS.text,
  });
  drawText(context, winner.prize, step.center, step.top + 96, {
    ...line,
    weight: 800,
    size: 42,
    minSize: 20,
    color: metal.light,
  });
  drawText(context, winner.wagered, step.center, step.top + 130, {
    ...line,
    weight: 500,
    size: 21,
    minSize: 16,
    color: COLORS.muted,
  });
}

function paintBlock(context: SKRSContext2D, { center, top }: Step, color: string): void {
  const block = context.createLinearGradient(0, top, 0, GROUND);
  block.addColorStop(0, color);
  block.addColorStop(1, "rgba(255,255,255,0.02)");
  context.fillStyle = block;
  context.beginPath();
  context.roundRect(center - STEP_WIDTH / 2, top, STEP_WIDTH, GROUND - top, [18, 18, 0, 0]);
  context.fill();
  context.strokeStyle = COLORS.line;
  context.lineWidth = 1.5;
  context.stroke();
}

function paintRank(
  context: SKRSContext2D,
  rank: number,
  x: number,
  y: number,
  metal: { light: string; dark: string },
): void {
  circle(context, x, y, 23, "#0d111b");
  const badge = context.createLinearGradient(x, y - 19, x, y + 19);
  badge.addColorStop(0, metal.light);
  badge.addColorStop(1, metal.dark);
  circle(context, x, y, 19, badge);
  drawText(context, String(rank), x, y + 8, { weight: 800, size: 23, color: "#10141f", align: "center" });
}

function circle(context: SKRSContext2D, x: number, y: number, radius: number, fill: SKRSContext2D["fillStyle"]): void {
  context.fillStyle = fill;
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fill();
}
