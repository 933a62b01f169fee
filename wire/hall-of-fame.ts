import * as z from "zod/mini";
import { instantText, prizeAmount, wagerAmount } from "./scalars.js";

const player = z.object({ id: z.string(), name: z.string() });

export const hallOfFame = z
  .object({
    /** Who won most races, best first; only results that anybody can check count. */
    champions: z.array(
      z.object({
        player,
        wins: z.int(),
        /** What these wins paid. */
        won: prizeAmount,
        lastWonAt: instantText,
      }),
    ),
    /** First places of the newest races that are final, newest first; tied winners have a line each. */
    winners: z.array(
      z.object({
        race: z.object({ id: z.string(), title: z.string(), endedAt: instantText }),
        player,
        wagered: wagerAmount,
        prize: prizeAmount,
      }),
    ),
    /** Winners of races that another program ran, as the operator tells of them: nothing stands behind them. */
    earlier: z.array(
      z.object({
        race: z.string(),
        /** The day it ended, `2025-11-30`. */
        endedOn: z.string(),
        name: z.string(),
        prize: prizeAmount,
      }),
    ),
  })
  .register(z.globalRegistry, { id: "HallOfFame" });
export type HallOfFame = z.infer<typeof hallOfFame>;
