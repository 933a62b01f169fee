import { sql } from "drizzle-orm";
import { bigint, check, index, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import type { PlayerId, RaceId, TelegramUserId } from "../../wire/ids.js";
import { bigNumber, instant } from "../columns.js";
import { raceResults } from "./results.js";
import { races } from "./races.js";
import { telegramUsers } from "./telegram.js";

/** A game about a race: who names its podium before the stated time. It costs nothing and asks for no wager. */
export const predictionGames = pgTable(
  "prediction_games",
  {
    raceId: text("race_id")
      .primaryKey()
      .references(() => races.id)
      .$type<RaceId>(),
    /** Last moment of a prediction, stated from the beginning: moving the race does not move it. */
    closesAt: instant("closes_at").notNull(),
    /** Cents for the best, the second best …; none is played for honour. */
    prizes: bigint("prizes", { mode: "bigint" }).array().notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    judgedAt: instant("judged_at"),
    /** The result it was judged by; a later version changes nothing. */
    resultId: bigNumber("result_id").references(() => raceResults.id),
  },
  (table) => [
    index("prediction_games_open_idx")
      .on(table.raceId)
      .where(sql`${table.judgedAt} is null`),
    index("prediction_games_result_id_idx").on(table.resultId),
    check("prediction_games_prizes_count", sql`cardinality(${table.prizes}) <= 10`),
    check("prediction_games_judged_together", sql`(${table.judgedAt} is null) = (${table.resultId} is null)`),
  ],
);

/** What a person says: one for each race, the last one counts. */
export const predictions = pgTable(
  "predictions",
  {
    raceId: text("race_id")
      .notNull()
      .references(() => predictionGames.raceId)
      .$type<RaceId>(),
    userId: bigNumber("user_id")
      .notNull()
      .references(() => telegramUsers.id)
      .$type<TelegramUserId>(),
    /** First, second and third. */
    picks: bigint("picks", { mode: "number" }).array().notNull().$type<PlayerId[]>(),
    predictedAt: instant("predicted_at").notNull(),
    /** Once judged: 3 for each player at his place, 1 for each at another place of the podium. */
    points: smallint("points"),
  },
  (table) => [
    primaryKey({ columns: [table.raceId, table.userId] }),
    index("predictions_user_id_idx").on(table.userId),
    check(
      "predictions_three_players",
      sql`cardinality(${table.picks}) = 3 and ${table.picks}[1] <> ${table.picks}[2] and ${table.picks}[2] <> ${table.picks}[3] and ${table.picks}[1] <> ${table.picks}[3]`,
    ),
    check("predictions_points_range", sql`${table.points} between 0 and 9`),
  ],
);
