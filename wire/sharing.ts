import * as z from "zod/mini";
import { instantText } from "./scalars.js";

/** What a person passes on: a race, or his own place in it. */
export const sharedThing = z.enum(["race", "place"]);
export type SharedThing = z.infer<typeof sharedThing>;

/** Body of `POST /api/v1/me/shares`. */
export const shareRequest = z
  .strictObject({ what: sharedThing, race: z.string() })
  .register(z.globalRegistry, { id: "ShareRequest" });

export const share = z
  .object({
    /** For the Mini App's `shareMessage`: only this person can send it. Null while Telegram cannot be asked. */
    message: z.nullable(z.object({ id: z.string(), expiresAt: instantText })),
    /** Public picture of it, for stories; null where the Mini App has no https address. */
    picture: z.nullable(z.string()),
    /** At most 200 characters, Telegram's limit under a story. */
    text: z.string(),
    /** Opens the Mini App on it. */
    link: z.string(),
  })
  .register(z.globalRegistry, { id: "Share" });
export type Share = z.infer<typeof share>;
