import { sql } from "drizzle-orm";
import { check, date, integer, pgTable, text, unique } from "drizzle-orm/pg-core";
import { bigNumber, centsColumn, instant, micro } from "../columns.js";

/**
 * Winners of races that another program ran. They stand in the history as the operator tells of them: there is no ledger
 * behind them, so nobody can check them, and every surface says so.
 */
export const importedWinners = pgTable(
  "imported_winners",
  {
    id: bigNumber("id").primaryKey().generatedAlwaysAsIdentity(),
    race: text("race").notNull(),
    /** The day on which the race ended, in the operator's zone as he wrote it. */
    endedOn: date("ended_on").notNull(),
    place: integer("place").notNull(),
    /** As the other program showed it; public surfaces mask it. */
    name: text("name").notNull(),
    prize: centsColumn("prize_cents").notNull(),
    wagered: micro("wagered"),
    importedAt: instant("imported_at")
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  (table) => [
    // The same file twice changes nothing; two people may share a place.
    unique("imported_winners_once").on(table.endedOn, table.race, table.place, table.name),
    check("imported_winners_place", sql`${table.place} between 1 and 1000`),
    check("imported_winners_race", sql`char_length(${table.race}) between 1 and 100`),
    check("imported_winners_name", sql`char_length(${table.name}) between 1 and 128`),
    check("imported_winners_money", sql`${table.prize} >= 0 and (${table.wagered} is null or ${table.wagered} >= 0)`),
  ],
);
