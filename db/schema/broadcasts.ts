import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import type { RaceId, TelegramUserId } from "../../wire/ids.js";
import { bigNumber, instant } from "../columns.js";
import { races } from "./races.js";
import { telegramUsers } from "./telegram.js";

/** A message of the operator to many; its copies are rows of the outbox that carry its number. */
export const broadcasts = pgTable(
  "broadcasts",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    state: text("state", { enum: ["draft", "sending", "paused", "cancelled"] })
      .notNull()
      .default("draft"),
    /** To whom; null until it is chosen. */
    segment: text("segment", { enum: ["everybody", "groups", "linked", "participants"] }),
    /** Whose participants are meant. */
    raceId: text("race_id")
      .references(() => races.id)
      .$type<RaceId>(),
    text: text("text").notNull(),
    createdBy: bigNumber("created_by")
      .notNull()
      .references(() => telegramUsers.id)
      .$type<TelegramUserId>(),
    createdAt: instant("created_at").notNull(),
    startedAt: instant("started_at"),
    /** How many it was written for when it was started. */
    recipients: integer("recipients"),
    /** How copies ended that the outbox has forgotten since. */
    forgottenSent: integer("forgotten_sent").notNull().default(0),
    forgottenSkipped: integer("forgotten_skipped").notNull().default(0),
    forgottenFailed: integer("forgotten_failed").notNull().default(0),
  },
  (table) => [
    index("broadcasts_created_by_idx").on(table.createdBy),
    index("broadcasts_race_id_idx").on(table.raceId),
    check("broadcasts_state_known", sql`${table.state} in ('draft', 'sending', 'paused', 'cancelled')`),
    check("broadcasts_segment_known", sql`${table.segment} in ('everybody', 'groups', 'linked', 'participants')`),
    check(
      "broadcasts_participants_of_a_race",
      sql`(${table.segment} = 'participants') = (${table.raceId} is not null)`,
    ),
    check("broadcasts_text_length", sql`char_length(${table.text}) between 1 and 3500`),
    check("broadcasts_started_together", sql`(${table.startedAt} is null) = (${table.recipients} is null)`),
    check(
      "broadcasts_started_is_complete",
      sql`${table.state} not in ('sending', 'paused') or (${table.startedAt} is not null and ${table.segment} is not null)`,
    ),
  ],
);
