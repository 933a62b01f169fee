import * as z from "zod/mini";
import { instantText, wagerAmount } from "./scalars.js";

/** A casino account as administrators name it. */
export const account = z
  .object({
    id: z.string(),
    /** The full name; the source's own id where no name is known. */
    name: z.string(),
    /** Slug of the source. */
    source: z.string(),
    /** The source's own id. */
    playerId: z.string(),
  })
  .register(z.globalRegistry, { id: "Account" });
export type Account = z.infer<typeof account>;

export const accountList = z.object({ accounts: z.array(account) }).register(z.globalRegistry, { id: "AccountList" });

export const playerCard = z
  .object({
    id: z.string(),
    /** Slug of the source. */
    source: z.string(),
    /** The source's own id. */
    playerId: z.string(),
    name: z.nullable(z.string()),
    /** Every name the player was seen under, newest first. */
    names: z.array(z.object({ name: z.string(), seenAt: instantText })),
    isPrivate: z.boolean(),
    firstSeenAt: instantText,
    /** Of all time. */
    wagered: wagerAmount,
    entries: z.int(),
    link: z.nullable(z.object({ userId: z.number(), proof: z.string(), since: instantText })),
  })
  .register(z.globalRegistry, { id: "PlayerCard" });
export type PlayerCard = z.infer<typeof playerCard>;
