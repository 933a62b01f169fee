import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import type { PlayerId, RaceId, TelegramUserId } from "../../wire/ids.js";
import { bigNumber, instant } from "../columns.js";
import { players } from "./players.js";
import { races } from "./races.js";
import { telegramUsers } from "./telegram.js";

/** Players of one race who compete together in its lane for squads. */
export const raceSquads = pgTable(
  "race_squads",
  {
    id: bigNumber("id").generatedAlwaysAsIdentity().primaryKey(),
    raceId: text("race_id")
      .notNull()
      .references(() => races.id)
      .$type<RaceId>(),
    name: text("name").notNull(),
    /** The name as the eye reads it. */
    nameKey: text("name_key").notNull(),
    /** Whoever knows it may join while there is room; shown to members alone. */
    code: text("code").notNull().unique(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    unique("race_squads_one_name").on(table.raceId, table.nameKey),
    check("race_squads_name_length", sql`char_length(${table.name}) between 1 and 32`),
    check("race_squads_code_form", sql`${table.code} ~ '^[A-Za-z0-9]{10}$'`),
  ],
);

/** A person is in one squad of a race, with one account; leaving removes the row, and is over when joining is. */
export const raceSquadMembers = pgTable(
  "race_squad_members",
  {
    raceId: text("race_id")
      .notNull()
      .references(() => races.id)
      .$type<RaceId>(),
    userId: bigNumber("user_id")
      .notNull()
      .references(() => telegramUsers.id)
      .$type<TelegramUserId>(),
    squadId: bigNumber("squad_id")
      .notNull()
      .references(() => raceSquads.id),
    playerId: bigNumber("player_id")
      .notNull()
      .references(() => players.id)
      .$type<PlayerId>(),
    joinedAt: instant("joined_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.raceId, table.userId] }),
    unique("race_squad_members_one_per_account").on(table.raceId, table.playerId),
    index("race_squad_members_squad_id_idx").on(table.squadId),
    index("race_squad_members_user_id_idx").on(table.userId),
    index("race_squad_members_player_id_idx").on(table.playerId),
  ],
);
