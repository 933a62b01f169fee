import * as z from "zod/mini";
import { createRace } from "./admin-races.js";
import { instantText, prizeAmount } from "./scalars.js";

/** A calendar rule by which a race comes again. */
export const recurrenceRule = z
  .strictObject({
    /** Local wall-clock start of the first window, such as `2026-12-01T00:00`. */
    firstStart: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)),
    /** IANA zone in which the calendar counts. */
    timeZone: z.string(),
    unit: z.enum(["day", "week", "month"]),
    /** Every so many units a window starts. */
    every: z.int().check(z.gte(1), z.lte(365)),
    /** How many units a window lasts; `every` when left out, so that one begins where the other ends. */
    lasts: z.optional(z.int().check(z.gte(1), z.lte(365))),
  })
  .register(z.globalRegistry, { id: "Recurrence" });
export type RecurrenceRule = z.infer<typeof recurrenceRule>;

/** Body of `POST /api/v1/admin/series`. */
export const createSeries = z
  .strictObject({
    /** Everything of a race but its window. */
    template: z.omit(createRace, { startsAt: true, endsAt: true, timeZone: true }),
    rule: recurrenceRule,
  })
  .register(z.globalRegistry, { id: "CreateSeries" });

export const createdSeries = z
  .object({ id: z.string(), race: z.string() })
  .register(z.globalRegistry, { id: "CreatedSeries" });

export const seriesList = z
  .object({
    series: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        rule: z.object({
          firstStart: z.string(),
          timeZone: z.string(),
          unit: z.enum(["day", "week", "month"]),
          every: z.int(),
          lasts: z.optional(z.int()),
        }),
        isActive: z.boolean(),
        /** Races made so far, newest first. */
        races: z.array(z.string()),
      }),
    ),
  })
  .register(z.globalRegistry, { id: "SeriesList" });

/** Body of `POST /api/v1/admin/races/:id/clone`: the new window; the rest is the old race's. */
export const cloneRace = z
  .strictObject({
    startsAt: instantText,
    endsAt: instantText,
    title: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(100))),
    draft: z.optional(z.boolean()),
  })
  .register(z.globalRegistry, { id: "CloneRace" });

export const prizeTemplates = z
  .object({
    pool: prizeAmount,
    templates: z.array(z.object({ name: z.string(), prizes: z.array(prizeAmount) })),
  })
  .register(z.globalRegistry, { id: "PrizeTemplates" });
