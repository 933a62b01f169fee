CREATE TABLE "prediction_games" (
	"race_id" text PRIMARY KEY NOT NULL,
	"closes_at" timestamp with time zone NOT NULL,
	"prizes" bigint[] NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"judged_at" timestamp with time zone,
	"result_id" bigint,
	CONSTRAINT "prediction_games_prizes_count" CHECK (cardinality("prediction_games"."prizes") <= 10),
	CONSTRAINT "prediction_games_judged_together" CHECK (("prediction_games"."judged_at" is null) = ("prediction_games"."result_id" is null))
);
--> statement-breakpoint
CREATE TABLE "predictions" (
	"race_id" text NOT NULL,
	"user_id" bigint NOT NULL,
	"picks" bigint[] NOT NULL,
	"predicted_at" timestamp with time zone NOT NULL,
	"points" smallint,
	CONSTRAINT "predictions_race_id_user_id_pk" PRIMARY KEY("race_id","user_id"),
	CONSTRAINT "predictions_three_players" CHECK (cardinality("predictions"."picks") = 3 and "predictions"."picks"[1] <> "predictions"."picks"[2] and "predictions"."picks"[2] <> "predictions"."picks"[3] and "predictions"."picks"[1] <> "predictions"."picks"[3]),
	CONSTRAINT "predictions_points_range" CHECK ("predictions"."points" between 0 and 9)
);
--> statement-breakpoint
CREATE TABLE "race_lane_rows" (
	"result_id" bigint NOT NULL,
	"lane" integer NOT NULL,
	"position" integer NOT NULL,
	"player_id" bigint NOT NULL,
	"rank" integer NOT NULL,
	"score" bigint NOT NULL,
	"last_month" bigint,
	"before" bigint,
	"prize" bigint NOT NULL,
	CONSTRAINT "race_lane_rows_result_id_lane_position_pk" PRIMARY KEY("result_id","lane","position"),
	CONSTRAINT "race_lane_rows_one_per_player" UNIQUE("result_id","lane","player_id"),
	CONSTRAINT "race_lane_rows_lane_positive" CHECK ("race_lane_rows"."lane" >= 1),
	CONSTRAINT "race_lane_rows_score_positive" CHECK ("race_lane_rows"."score" > 0),
	CONSTRAINT "race_lane_rows_prize_not_negative" CHECK ("race_lane_rows"."prize" >= 0)
);
--> statement-breakpoint
ALTER TABLE "payouts" DROP CONSTRAINT "payouts_result_id_player_id_key";--> statement-breakpoint
ALTER TABLE "reward_grants" DROP CONSTRAINT "reward_grants_kind_known";--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "lane" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "races" ADD COLUMN "lanes" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "prediction_games" ADD CONSTRAINT "prediction_games_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prediction_games" ADD CONSTRAINT "prediction_games_result_id_race_results_id_fk" FOREIGN KEY ("result_id") REFERENCES "public"."race_results"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_race_id_prediction_games_race_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."prediction_games"("race_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_user_id_telegram_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."telegram_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_lane_rows" ADD CONSTRAINT "race_lane_rows_result_id_race_results_id_fk" FOREIGN KEY ("result_id") REFERENCES "public"."race_results"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_lane_rows" ADD CONSTRAINT "race_lane_rows_player_id_players_id_fk" FOREIGN KEY ("player_id") REFERENCES "public"."players"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "prediction_games_open_idx" ON "prediction_games" USING btree ("race_id") WHERE "prediction_games"."judged_at" is null;--> statement-breakpoint
CREATE INDEX "prediction_games_result_id_idx" ON "prediction_games" USING btree ("result_id");--> statement-breakpoint
CREATE INDEX "predictions_user_id_idx" ON "predictions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "race_lane_rows_player_id_idx" ON "race_lane_rows" USING btree ("player_id");--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_one_per_lane" UNIQUE("result_id","player_id","lane");--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_lane_of_race" CHECK ("payouts"."lane" = 0 or "payouts"."race_id" is not null);--> statement-breakpoint
ALTER TABLE "reward_grants" ADD CONSTRAINT "reward_grants_kind_known" CHECK ("reward_grants"."kind" in ('milestone', 'code', 'challenge', 'raffle', 'prediction'));