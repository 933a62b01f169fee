import * as z from "zod/mini";
import { instantText } from "./scalars.js";

export const telegramGroup = z
  .object({
    /** Telegram's number of the chat. */
    id: z.string(),
    kind: z.enum(["private", "group", "supergroup", "channel"]),
    title: z.string(),
    botStatus: z.enum(["member", "administrator", "restricted", "left", "kicked"]),
    canPin: z.boolean(),
    isForum: z.boolean(),
    /** Null follows each person. */
    language: z.nullable(z.string()),
    /** Topic for what the bot posts by itself; null is General. */
    threadId: z.nullable(z.int()),
    /** Keeps one pinned board of the current race. */
    liveBoard: z.boolean(),
    /** Tells of starts, last hours and results. */
    announcements: z.boolean(),
    /** Messages that wait. */
    waiting: z.int(),
    /** Messages of which nobody knows whether they arrived. */
    ambiguous: z.int(),
    updatedAt: instantText,
  })
  .register(z.globalRegistry, { id: "TelegramGroup" });

export const groupList = z
  .object({ groups: z.array(telegramGroup) })
  .register(z.globalRegistry, { id: "TelegramGroupList" });

/** Body of `PATCH /api/v1/admin/groups/:id`: what is left out stays. */
export const changeGroup = z
  .strictObject({
    language: z.optional(z.nullable(z.string().check(z.regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/)))),
    threadId: z.optional(z.nullable(z.int().check(z.gte(2)))),
    liveBoard: z.optional(z.boolean()),
    announcements: z.optional(z.boolean()),
  })
  .check(z.refine((change) => Object.keys(change).length > 0, { error: "name at least one setting" }))
  .register(z.globalRegistry, { id: "ChangeGroup" });
