import { sql } from "drizzle-orm";
import { boolean, check, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import type { RaceId } from "../../wire/ids.js";
import { bigNumber, instant } from "../columns.js";
import { races } from "./races.js";

/** A race that comes again by a calendar rule. */
export const raceSeries = pgTable(
  "race_series",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    /** Everything of a race but its window. */
    template: jsonb("template").$type<unknown>().notNull(),
    /** Local start of the first window, IANA zone, unit, step and length. */
    rule: jsonb("rule").$type<unknown>().notNull(),
    /** Occurrence, counted from the anchor, that is created next: windows are never stepped from one another. */
    nextOccurrence: integer("next_occurrence").notNull().default(0),
    isActive: boolean("is_active").notNull().default(true),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at")
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  (table) => [check("race_series_occurrence_not_negative", sql`${table.nextOccurrence} >= 0`)],
);

/** The races a series has made, at most one per occurrence. */
export const raceSeriesRaces = pgTable(
  "race_series_races",
  {
    seriesId: bigNumber("series_id")
      .notNull()
      .references(() => raceSeries.id),
    occurrence: integer("occurrence").notNull(),
    raceId: text("race_id")
      .notNull()
      .references(() => races.id)
      .$type<RaceId>(),
  },
  (table) => [
    primaryKey({ columns: [table.seriesId, table.occurrence] }),
    unique("race_series_races_race_id_key").on(table.raceId),
  ],
);
