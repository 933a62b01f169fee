CREATE TABLE "bet_hosts" (
	"host" text PRIMARY KEY NOT NULL,
	CONSTRAINT "bet_hosts_form" CHECK ("bet_hosts"."host" ~ '^([a-z0-9-]+\.)+[a-z]{2,}$')
);
--> statement-breakpoint
CREATE TABLE "challenge_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "challenge_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"challenge_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"player_id" bigint NOT NULL,
	"bet_link" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"entered_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by" text,
	"reason" text,
	"grant_id" bigint,
	CONSTRAINT "challenge_entries_once_per_person" UNIQUE("challenge_id","user_id"),
	CONSTRAINT "challenge_entries_once_per_player" UNIQUE("challenge_id","player_id"),
	CONSTRAINT "challenge_entries_bet_once" UNIQUE("challenge_id","bet_link"),
	CONSTRAINT "challenge_entries_state_known" CHECK ("challenge_entries"."state" in ('open', 'accepted', 'rejected')),
	CONSTRAINT "challenge_entries_link_length" CHECK (char_length("challenge_entries"."bet_link") between 1 and 300),
	CONSTRAINT "challenge_entries_decided_together" CHECK (("challenge_entries"."state" = 'open') = ("challenge_entries"."decided_at" is null) and ("challenge_entries"."state" = 'open') = ("challenge_entries"."decided_by" is null)),
	CONSTRAINT "challenge_entries_rejected_has_reason" CHECK ("challenge_entries"."state" <> 'rejected' or "challenge_entries"."reason" is not null),
	CONSTRAINT "challenge_entries_accepted_has_grant" CHECK (("challenge_entries"."state" = 'accepted') = ("challenge_entries"."grant_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "challenges" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "challenges_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"game" text NOT NULL,
	"multiplier" integer NOT NULL,
	"min_bet" bigint NOT NULL,
	"prize" bigint NOT NULL,
	"winners_total" integer NOT NULL,
	"winners_left" integer NOT NULL,
	"opens_at" timestamp with time zone NOT NULL,
	"deadline" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "challenges_game_length" CHECK (char_length("challenges"."game") between 1 and 80),
	CONSTRAINT "challenges_multiplier_range" CHECK ("challenges"."multiplier" between 101 and 1000000000),
	CONSTRAINT "challenges_min_bet_range" CHECK ("challenges"."min_bet" between 1 and 10000000000000000),
	CONSTRAINT "challenges_prize_range" CHECK ("challenges"."prize" between 1 and 1000000000000),
	CONSTRAINT "challenges_winners_total_range" CHECK ("challenges"."winners_total" between 1 and 1000),
	CONSTRAINT "challenges_winners_left_range" CHECK ("challenges"."winners_left" between 0 and "challenges"."winners_total"),
	CONSTRAINT "challenges_window_not_empty" CHECK ("challenges"."opens_at" < "challenges"."deadline")
);
--> statement-breakpoint
CREATE TABLE "drop_claims" (
	"drop_id" bigint NOT NULL,
	"number" integer NOT NULL,
	"user_id" bigint NOT NULL,
	"player_id" bigint NOT NULL,
	"grant_id" bigint,
	"claimed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "drop_claims_drop_id_number_pk" PRIMARY KEY("drop_id","number"),
	CONSTRAINT "drop_claims_once_per_person" UNIQUE("drop_id","user_id"),
	CONSTRAINT "drop_claims_once_per_player" UNIQUE("drop_id","player_id")
);
--> statement-breakpoint
CREATE TABLE "drop_codes" (
	"drop_id" bigint NOT NULL,
	"number" integer NOT NULL,
	"nonce" "bytea" NOT NULL,
	"ciphertext" "bytea" NOT NULL,
	CONSTRAINT "drop_codes_drop_id_number_pk" PRIMARY KEY("drop_id","number")
);
--> statement-breakpoint
CREATE TABLE "drops" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "drops_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"title" text NOT NULL,
	"amount" bigint,
	"word" text,
	"claims_total" integer NOT NULL,
	"claims_left" integer NOT NULL,
	"min_wager" bigint NOT NULL,
	"min_wager_days" integer NOT NULL,
	"opens_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"end_told_at" timestamp with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "drops_title_length" CHECK (char_length("drops"."title") between 1 and 100),
	CONSTRAINT "drops_amount_range" CHECK ("drops"."amount" between 1 and 1000000000000),
	CONSTRAINT "drops_word_form" CHECK ("drops"."word" ~ '^[a-z0-9-]{4,40}$'),
	CONSTRAINT "drops_claims_total_range" CHECK ("drops"."claims_total" between 1 and 10000),
	CONSTRAINT "drops_claims_left_range" CHECK ("drops"."claims_left" between 0 and "drops"."claims_total"),
	CONSTRAINT "drops_min_wager_not_negative" CHECK ("drops"."min_wager" >= 0),
	CONSTRAINT "drops_min_wager_days_range" CHECK ("drops"."min_wager_days" between 1 and 365),
	CONSTRAINT "drops_window_not_empty" CHECK ("drops"."opens_at" < "drops"."expires_at")
);
--> statement-breakpoint
ALTER TABLE "challenge_entries" ADD CONSTRAINT "challenge_entries_challenge_id_challenges_id_fk" FOREIGN KEY ("challenge_id") REFERENCES "public"."challenges"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge_entries" ADD CONSTRAINT "challenge_entries_user_id_telegram_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."telegram_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge_entries" ADD CONSTRAINT "challenge_entries_player_id_players_id_fk" FOREIGN KEY ("player_id") REFERENCES "public"."players"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge_entries" ADD CONSTRAINT "challenge_entries_grant_id_reward_grants_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."reward_grants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drop_claims" ADD CONSTRAINT "drop_claims_user_id_telegram_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."telegram_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drop_claims" ADD CONSTRAINT "drop_claims_player_id_players_id_fk" FOREIGN KEY ("player_id") REFERENCES "public"."players"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drop_claims" ADD CONSTRAINT "drop_claims_grant_id_reward_grants_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."reward_grants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drop_claims" ADD CONSTRAINT "drop_claims_drop_fk" FOREIGN KEY ("drop_id") REFERENCES "public"."drops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drop_codes" ADD CONSTRAINT "drop_codes_drop_id_drops_id_fk" FOREIGN KEY ("drop_id") REFERENCES "public"."drops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "challenge_entries_grant_id_key" ON "challenge_entries" USING btree ("grant_id");--> statement-breakpoint
CREATE INDEX "challenge_entries_user_id_idx" ON "challenge_entries" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "challenge_entries_player_id_idx" ON "challenge_entries" USING btree ("player_id");--> statement-breakpoint
CREATE INDEX "challenge_entries_open_idx" ON "challenge_entries" USING btree ("id") WHERE "challenge_entries"."state" = 'open';--> statement-breakpoint
CREATE INDEX "challenges_deadline_idx" ON "challenges" USING btree ("deadline");--> statement-breakpoint
CREATE UNIQUE INDEX "drop_claims_grant_id_key" ON "drop_claims" USING btree ("grant_id");--> statement-breakpoint
CREATE INDEX "drop_claims_user_id_idx" ON "drop_claims" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "drop_claims_player_id_idx" ON "drop_claims" USING btree ("player_id");--> statement-breakpoint
CREATE INDEX "drops_word_idx" ON "drops" USING btree ("word");--> statement-breakpoint
CREATE INDEX "drops_open_idx" ON "drops" USING btree ("expires_at") WHERE "drops"."end_told_at" is null;