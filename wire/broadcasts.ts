import * as z from "zod/mini";
import { instantText } from "./scalars.js";

/** People get it when they have asked for news; groups when they take announcements. */
export const broadcastSegment = z.enum(["everybody", "groups", "linked", "participants"]);
export type BroadcastSegment = z.infer<typeof broadcastSegment>;

export const broadcast = z
  .object({
    id: z.string(),
    state: z.enum(["draft", "sending", "paused", "cancelled"]),
    segment: z.nullable(broadcastSegment),
    /** Whose participants are meant. */
    race: z.nullable(z.string()),
    text: z.string(),
    /** Telegram's number of who wrote it. */
    createdBy: z.string(),
    createdAt: instantText,
    startedAt: z.nullable(instantText),
    /** How many it was written for when it was started. */
    recipients: z.nullable(z.int()),
    progress: z.object({
      waiting: z.int(),
      sent: z.int(),
      /** Blocked, left, or no news wanted any more. */
      skipped: z.int(),
      failed: z.int(),
      /** May have arrived: they are not sent again. */
      unknown: z.int(),
    }),
  })
  .register(z.globalRegistry, { id: "Broadcast" });
export type Broadcast = z.infer<typeof broadcast>;

export const broadcastList = z
  .object({ broadcasts: z.array(broadcast) })
  .register(z.globalRegistry, { id: "BroadcastList" });

/** Body of `POST /api/v1/admin/broadcasts`. */
export const createBroadcast = z
  .strictObject({ text: z.string().check(z.trim(), z.minLength(1), z.maxLength(3_500)) })
  .register(z.globalRegistry, { id: "CreateBroadcast" });

export const createdBroadcast = z.object({ id: z.string() }).register(z.globalRegistry, { id: "CreatedBroadcast" });

/** To whom: `race` goes with participants, and only with them. */
const recipients = {
  segment: broadcastSegment,
  race: z.optional(z.string()),
};
const isWhole = z.refine<{ segment: BroadcastSegment; race?: string | undefined }>(
  ({ segment, race }) => (segment === "participants") === (race !== undefined),
  { error: "goes with the segment participants, and only with it", path: ["race"] },
);

export const recipientsQuery = z.object(recipients).check(isWhole);

/** Body of `POST /api/v1/admin/broadcasts/:id/start`. */
export const startBroadcast = z
  .strictObject(recipients)
  .check(isWhole)
  .register(z.globalRegistry, { id: "StartBroadcast" });

export const recipientCount = z
  .object({ people: z.int(), groups: z.int() })
  .register(z.globalRegistry, { id: "RecipientCount" });
