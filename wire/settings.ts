import * as z from "zod/mini";
import { wagerAmount } from "./scalars.js";

/** How a person's casino accounts are called in public while he has no alias. */
export const nameDisplay = z.enum([
  /** As the operator shows everybody. */
  "default",
  "masked",
  /** No letter of it. */
  "hidden",
  "full",
]);
export type NameDisplay = z.infer<typeof nameDisplay>;

/**
 * What may be said to a person without being asked. Answers to what he did himself (a link, a claim, a case) are not
 * among them: they always come.
 */
export const notificationCategory = z.enum(["results", "prizes", "races", "rank", "digest", "rewards", "news"]);
export type NotificationCategory = z.infer<typeof notificationCategory>;

/** Wall-clock time of the person's zone, `22:00`. */
const timeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
const quietHours = z.nullable(z.object({ from: timeOfDay, to: timeOfDay }));
const usd = z.string().check(z.regex(/^(0|[1-9]\d{0,9})(\.\d{1,6})?$/));

export const userSettings = z
  .object({
    alias: z.nullable(z.string()),
    nameDisplay,
    /** Null follows Telegram. */
    language: z.nullable(z.string()),
    /** IANA zone; null is the operator's. */
    timeZone: z.nullable(z.string()),
    notifications: z.record(notificationCategory, z.boolean()),
    /** Nothing of a category is sent from `from` to `to`; it comes afterwards. */
    quietHours,
    /** Leaves out what reads like a prompt to wager: distances to the next prize and projections. */
    hideWagerPrompts: z.boolean(),
    /** A word in private when this much was wagered in a calendar month; null without. */
    monthlyReminder: z.nullable(wagerAmount),
  })
  .register(z.globalRegistry, { id: "UserSettings" });
export type UserSettings = z.infer<typeof userSettings>;

/** Body of `PATCH /api/v1/me/settings`: what is left out stays. */
export const changeSettings = z
  .strictObject({
    alias: z.optional(z.nullable(z.string().check(z.maxLength(200)))),
    nameDisplay: z.optional(nameDisplay),
    language: z.optional(z.nullable(z.string().check(z.regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/)))),
    timeZone: z.optional(z.nullable(z.string().check(z.maxLength(64)))),
    notifications: z.optional(z.partialRecord(notificationCategory, z.boolean())),
    quietHours: z.optional(quietHours),
    hideWagerPrompts: z.optional(z.boolean()),
    monthlyReminder: z.optional(z.nullable(usd)),
  })
  .check(z.refine((change) => Object.keys(change).length > 0, { error: "name at least one setting" }))
  .register(z.globalRegistry, { id: "ChangeSettings" });
export type ChangeSettings = z.infer<typeof changeSettings>;

/** Body of `POST /api/v1/me/break`. */
export const takeBreak = z
  .strictObject({
    /** 1 to 3,650; null for good. A break is never shortened by the person himself. */
    days: z.nullable(z.int().check(z.gte(1), z.lte(3_650))),
  })
  .register(z.globalRegistry, { id: "TakeBreak" });
