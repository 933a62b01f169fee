import * as z from "zod/mini";
import { instantText, wagerAmount } from "./scalars.js";

/** What waits for people with rights. */
export const adminQueues = z
  .object({
    /** Races that have ended and are not final. */
    settlements: z.int(),
    /** Prizes to approve or to pay. */
    payouts: z.int(),
    links: z.int(),
    disputes: z.int(),
    deadLetters: z.int(),
    /** Entries of challenges that nobody has judged. */
    entries: z.int(),
  })
  .register(z.globalRegistry, { id: "AdminQueues" });
export type AdminQueues = z.infer<typeof adminQueues>;

/** Wagers of the operator's last days, today included, oldest first. */
export const wagerDays = z
  .object({
    timeZone: z.string(),
    days: z.array(
      z.object({
        /** When the day began. */
        at: instantText,
        wagered: wagerAmount,
        players: z.int(),
      }),
    ),
  })
  .register(z.globalRegistry, { id: "WagerDays" });
export type WagerDays = z.infer<typeof wagerDays>;
