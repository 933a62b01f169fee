CREATE TABLE "milestones" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "milestones_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"period" text NOT NULL,
	"threshold" bigint NOT NULL,
	"every" bigint,
	"prize" bigint NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "milestones_period_known" CHECK ("milestones"."period" in ('day', 'week', 'month')),
	CONSTRAINT "milestones_threshold_range" CHECK ("milestones"."threshold" between 1000000 and 10000000000000000),
	CONSTRAINT "milestones_every_range" CHECK ("milestones"."every" between 1000000000 and 10000000000000000),
	CONSTRAINT "milestones_prize_range" CHECK ("milestones"."prize" between 1 and 1000000000000)
);
--> statement-breakpoint
CREATE TABLE "person_tiers" (
	"user_id" bigint PRIMARY KEY NOT NULL,
	"from_wager" bigint NOT NULL,
	"told_from" bigint NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reward_cursor" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"era" smallint,
	"xid" "xid8",
	"judged_at" timestamp with time zone,
	CONSTRAINT "reward_cursor_one_row" CHECK ("reward_cursor"."id" = 1),
	CONSTRAINT "reward_cursor_whole" CHECK (("reward_cursor"."era" is null) = ("reward_cursor"."xid" is null))
);
--> statement-breakpoint
CREATE TABLE "reward_grants" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reward_grants_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"player_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"amount" bigint NOT NULL,
	"title" text,
	"detail" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "reward_grants_once_per_player" UNIQUE("kind","subject","player_id"),
	CONSTRAINT "reward_grants_kind_known" CHECK ("reward_grants"."kind" in ('milestone', 'code', 'challenge', 'raffle', 'lane', 'prediction')),
	CONSTRAINT "reward_grants_subject_length" CHECK (char_length("reward_grants"."subject") between 1 and 100),
	CONSTRAINT "reward_grants_amount_range" CHECK ("reward_grants"."amount" between 1 and 1000000000000),
	CONSTRAINT "reward_grants_title_length" CHECK (char_length("reward_grants"."title") between 1 and 100)
);
--> statement-breakpoint
CREATE TABLE "vip_tiers" (
	"position" integer PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"from_wager" bigint NOT NULL,
	CONSTRAINT "vip_tiers_name_key" UNIQUE("name"),
	CONSTRAINT "vip_tiers_from_wager_key" UNIQUE("from_wager"),
	CONSTRAINT "vip_tiers_position_positive" CHECK ("vip_tiers"."position" >= 1),
	CONSTRAINT "vip_tiers_name_length" CHECK (char_length("vip_tiers"."name") between 1 and 30),
	CONSTRAINT "vip_tiers_from_range" CHECK ("vip_tiers"."from_wager" between 0 and 10000000000000000)
);
--> statement-breakpoint
ALTER TABLE "payouts" ALTER COLUMN "race_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "payouts" ALTER COLUMN "result_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "payouts" ALTER COLUMN "rank" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "grant_id" bigint;--> statement-breakpoint
ALTER TABLE "person_tiers" ADD CONSTRAINT "person_tiers_user_id_telegram_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."telegram_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_grants" ADD CONSTRAINT "reward_grants_player_id_players_id_fk" FOREIGN KEY ("player_id") REFERENCES "public"."players"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_grants" ADD CONSTRAINT "reward_grants_user_id_telegram_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."telegram_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "milestones_one_per_threshold" ON "milestones" USING btree ("period","threshold") WHERE "milestones"."retired_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "reward_grants_once_per_person" ON "reward_grants" USING btree ("kind","subject","user_id") WHERE "reward_grants"."kind" <> 'milestone';--> statement-breakpoint
CREATE INDEX "reward_grants_player_id_idx" ON "reward_grants" USING btree ("player_id");--> statement-breakpoint
CREATE INDEX "reward_grants_user_id_idx" ON "reward_grants" USING btree ("user_id");--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_grant_id_reward_grants_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."reward_grants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_grant_id_key" UNIQUE("grant_id");--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_one_origin" CHECK (num_nonnulls("payouts"."race_id", "payouts"."result_id", "payouts"."rank") = case when "payouts"."grant_id" is null then 3 else 0 end);