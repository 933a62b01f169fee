CREATE TABLE "adjustments" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "adjustments_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"player_id" bigint NOT NULL,
	"race_id" text,
	"amount" bigint NOT NULL,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"reverts" bigint,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "adjustments_reverts_key" UNIQUE("reverts"),
	CONSTRAINT "adjustments_amount_not_zero" CHECK ("adjustments"."amount" <> 0),
	CONSTRAINT "adjustments_reason_length" CHECK (char_length("adjustments"."reason") between 3 and 500)
);
--> statement-breakpoint
CREATE TABLE "disputes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "disputes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"race_id" text NOT NULL,
	"version" integer NOT NULL,
	"player_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"text" text NOT NULL,
	"evidence" jsonb NOT NULL,
	"state" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by" text,
	"answer" text,
	CONSTRAINT "disputes_state_known" CHECK ("disputes"."state" in ('open', 'accepted', 'rejected')),
	CONSTRAINT "disputes_text_length" CHECK (char_length("disputes"."text") between 3 and 2000),
	CONSTRAINT "disputes_decided_together" CHECK (("disputes"."state" = 'open') = ("disputes"."decided_at" is null) and ("disputes"."state" = 'open') = ("disputes"."decided_by" is null))
);
--> statement-breakpoint
CREATE TABLE "payout_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "payout_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"payout_id" bigint NOT NULL,
	"event" text NOT NULL,
	"actor" text NOT NULL,
	"detail" jsonb,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payouts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "payouts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"race_id" text NOT NULL,
	"result_id" bigint NOT NULL,
	"player_id" bigint NOT NULL,
	"rank" integer NOT NULL,
	"amount" bigint NOT NULL,
	"state" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"user_id" bigint,
	"destination" text,
	"approved_by" text,
	"reference" text,
	"paid_at" timestamp with time zone,
	"reminded_at" timestamp with time zone,
	"flag" text,
	CONSTRAINT "payouts_result_id_player_id_key" UNIQUE("result_id","player_id"),
	CONSTRAINT "payouts_state_known" CHECK ("payouts"."state" in ('owed', 'claimed', 'approved', 'paid', 'confirmed', 'failed', 'expired', 'replaced')),
	CONSTRAINT "payouts_amount_positive" CHECK ("payouts"."amount" > 0),
	CONSTRAINT "payouts_paid_has_reference" CHECK ("payouts"."state" not in ('paid', 'confirmed') or "payouts"."reference" is not null),
	CONSTRAINT "payouts_claim_has_owner" CHECK ("payouts"."state" not in ('claimed', 'approved', 'paid', 'confirmed') or "payouts"."user_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "race_series" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "race_series_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"template" jsonb NOT NULL,
	"rule" jsonb NOT NULL,
	"next_occurrence" integer DEFAULT 0 NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "race_series_occurrence_not_negative" CHECK ("race_series"."next_occurrence" >= 0)
);
--> statement-breakpoint
CREATE TABLE "race_series_races" (
	"series_id" bigint NOT NULL,
	"occurrence" integer NOT NULL,
	"race_id" text NOT NULL,
	CONSTRAINT "race_series_races_series_id_occurrence_pk" PRIMARY KEY("series_id","occurrence"),
	CONSTRAINT "race_series_races_race_id_key" UNIQUE("race_id")
);
--> statement-breakpoint
CREATE TABLE "race_decisions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "race_decisions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"race_id" text NOT NULL,
	"player_id" bigint NOT NULL,
	"rule" text NOT NULL,
	"verdict" text NOT NULL,
	"actor" text NOT NULL,
	"reason" text NOT NULL,
	"version" integer,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "race_decisions_rule_known" CHECK ("race_decisions"."rule" in ('excluded', 'require_link', 'min_wager', 'newcomer')),
	CONSTRAINT "race_decisions_verdict_known" CHECK ("race_decisions"."verdict" in ('left_out', 'no_prize', 'counts', 'counts_not'))
);
--> statement-breakpoint
CREATE TABLE "race_documents" (
	"result_id" bigint PRIMARY KEY NOT NULL,
	"header" text NOT NULL,
	"document_hash" "bytea" NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	CONSTRAINT "race_documents_hash_length" CHECK (octet_length("race_documents"."document_hash") = 32)
);
--> statement-breakpoint
CREATE TABLE "race_exclusions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "race_exclusions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"race_id" text,
	"player_id" bigint,
	"user_id" bigint,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"until" timestamp with time zone,
	"lifted_at" timestamp with time zone,
	"lifted_by" text,
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	CONSTRAINT "race_exclusions_kind_known" CHECK ("race_exclusions"."kind" in ('staff', 'banned', 'self_excluded', 'alt')),
	CONSTRAINT "race_exclusions_one_target" CHECK (num_nonnulls("race_exclusions"."player_id", "race_exclusions"."user_id") = 1),
	CONSTRAINT "race_exclusions_lifted_together" CHECK (("race_exclusions"."lifted_at" is null) = ("race_exclusions"."lifted_by" is null))
);
--> statement-breakpoint
CREATE TABLE "race_result_pages" (
	"result_id" bigint NOT NULL,
	"part" text NOT NULL,
	"page" integer NOT NULL,
	"rows" text NOT NULL,
	CONSTRAINT "race_result_pages_result_id_part_page_pk" PRIMARY KEY("result_id","part","page"),
	CONSTRAINT "race_result_pages_part_known" CHECK ("race_result_pages"."part" in ('players', 'exclusions', 'difference'))
);
--> statement-breakpoint
CREATE TABLE "race_result_places" (
	"result_id" bigint NOT NULL,
	"bucket" bigint NOT NULL,
	"player_ids" bigint[] NOT NULL,
	"positions" integer[] NOT NULL,
	CONSTRAINT "race_result_places_result_id_bucket_pk" PRIMARY KEY("result_id","bucket")
);
--> statement-breakpoint
CREATE TABLE "race_result_rows" (
	"result_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"player_id" bigint NOT NULL,
	"rank" integer,
	"score" bigint NOT NULL,
	"prize" bigint NOT NULL,
	"entries" integer NOT NULL,
	"adjusted" bigint NOT NULL,
	"reached_at" timestamp with time zone NOT NULL,
	"excluded" text,
	CONSTRAINT "race_result_rows_result_id_position_pk" PRIMARY KEY("result_id","position"),
	CONSTRAINT "race_result_rows_rank_or_reason" CHECK (("race_result_rows"."rank" is null) = ("race_result_rows"."excluded" is not null)),
	CONSTRAINT "race_result_rows_prize_needs_rank" CHECK ("race_result_rows"."prize" = 0 or ("race_result_rows"."rank" is not null and "race_result_rows"."prize" > 0))
);
--> statement-breakpoint
CREATE TABLE "race_results" (
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "race_results_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"race_id" text NOT NULL,
	"version" integer NOT NULL,
	"era" smallint NOT NULL,
	"snapshot" text NOT NULL,
	"computed_at" timestamp with time zone NOT NULL,
	"rules_version" integer NOT NULL,
	"rules_hash" "bytea" NOT NULL,
	"rules" text NOT NULL,
	"actor" text NOT NULL,
	"reason" text,
	"overruled" jsonb NOT NULL,
	"players" integer NOT NULL,
	"excluded" integer NOT NULL,
	"entries" bigint NOT NULL,
	"total_score" numeric NOT NULL,
	"pool" bigint NOT NULL,
	"awarded" bigint NOT NULL,
	"seal_number" bigint,
	CONSTRAINT "race_results_race_id_version_pk" PRIMARY KEY("race_id","version"),
	CONSTRAINT "race_results_id_key" UNIQUE("id"),
	CONSTRAINT "race_results_version_positive" CHECK ("race_results"."version" >= 1),
	CONSTRAINT "race_results_later_has_reason" CHECK ("race_results"."version" = 1 or "race_results"."reason" is not null),
	CONSTRAINT "race_results_awarded_in_pool" CHECK ("race_results"."awarded" between 0 and "race_results"."pool")
);
--> statement-breakpoint
CREATE TABLE "race_salts" (
	"race_id" text PRIMARY KEY NOT NULL,
	"salt" "bytea" NOT NULL,
	CONSTRAINT "race_salts_length" CHECK (octet_length("race_salts"."salt") = 32)
);
--> statement-breakpoint
CREATE TABLE "sealed_documents" (
	"result_id" bigint PRIMARY KEY NOT NULL,
	"seal_number" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seals" (
	"number" bigint PRIMARY KEY NOT NULL,
	"era" smallint NOT NULL,
	"from_xid" "xid8" NOT NULL,
	"to_xid" "xid8" NOT NULL,
	"entries" integer NOT NULL,
	"salt" "bytea" NOT NULL,
	"entries_hash" "bytea" NOT NULL,
	"previous_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "seals_number_positive" CHECK ("seals"."number" >= 1),
	CONSTRAINT "seals_entries_not_negative" CHECK ("seals"."entries" >= 0),
	CONSTRAINT "seals_hash_length" CHECK (octet_length("seals"."hash") = 32 and octet_length("seals"."previous_hash") = 32)
);
--> statement-breakpoint
ALTER TABLE "ledger" ADD COLUMN "race_id" text;--> statement-breakpoint
ALTER TABLE "adjustments" ADD CONSTRAINT "adjustments_player_id_players_id_fk" FOREIGN KEY ("player_id") REFERENCES "public"."players"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjustments" ADD CONSTRAINT "adjustments_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjustments" ADD CONSTRAINT "adjustments_reverts_adjustments_id_fk" FOREIGN KEY ("reverts") REFERENCES "public"."adjustments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_player_id_players_id_fk" FOREIGN KEY ("player_id") REFERENCES "public"."players"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_user_id_telegram_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."telegram_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_events" ADD CONSTRAINT "payout_events_payout_id_payouts_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payouts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_result_id_race_results_id_fk" FOREIGN KEY ("result_id") REFERENCES "public"."race_results"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_player_id_players_id_fk" FOREIGN KEY ("player_id") REFERENCES "public"."players"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_user_id_telegram_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."telegram_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_series_races" ADD CONSTRAINT "race_series_races_series_id_race_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."race_series"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_series_races" ADD CONSTRAINT "race_series_races_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_decisions" ADD CONSTRAINT "race_decisions_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_decisions" ADD CONSTRAINT "race_decisions_player_id_players_id_fk" FOREIGN KEY ("player_id") REFERENCES "public"."players"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_documents" ADD CONSTRAINT "race_documents_result_id_race_results_id_fk" FOREIGN KEY ("result_id") REFERENCES "public"."race_results"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_exclusions" ADD CONSTRAINT "race_exclusions_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_exclusions" ADD CONSTRAINT "race_exclusions_player_id_players_id_fk" FOREIGN KEY ("player_id") REFERENCES "public"."players"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_exclusions" ADD CONSTRAINT "race_exclusions_user_id_telegram_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."telegram_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_result_pages" ADD CONSTRAINT "race_result_pages_result_id_race_results_id_fk" FOREIGN KEY ("result_id") REFERENCES "public"."race_results"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_result_places" ADD CONSTRAINT "race_result_places_result_id_race_results_id_fk" FOREIGN KEY ("result_id") REFERENCES "public"."race_results"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_results" ADD CONSTRAINT "race_results_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_results" ADD CONSTRAINT "race_results_seal_number_seals_number_fk" FOREIGN KEY ("seal_number") REFERENCES "public"."seals"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_salts" ADD CONSTRAINT "race_salts_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed_documents" ADD CONSTRAINT "sealed_documents_result_id_race_documents_result_id_fk" FOREIGN KEY ("result_id") REFERENCES "public"."race_documents"("result_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed_documents" ADD CONSTRAINT "sealed_documents_seal_number_seals_number_fk" FOREIGN KEY ("seal_number") REFERENCES "public"."seals"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "adjustments_player_id_idx" ON "adjustments" USING btree ("player_id");--> statement-breakpoint
CREATE INDEX "adjustments_race_id_idx" ON "adjustments" USING btree ("race_id");--> statement-breakpoint
CREATE INDEX "disputes_race_id_idx" ON "disputes" USING btree ("race_id");--> statement-breakpoint
CREATE INDEX "disputes_player_id_idx" ON "disputes" USING btree ("player_id");--> statement-breakpoint
CREATE INDEX "disputes_user_id_idx" ON "disputes" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "disputes_one_open" ON "disputes" USING btree ("race_id","user_id") WHERE "disputes"."state" = 'open';--> statement-breakpoint
CREATE INDEX "payout_events_payout_id_idx" ON "payout_events" USING btree ("payout_id");--> statement-breakpoint
CREATE INDEX "payouts_race_id_idx" ON "payouts" USING btree ("race_id");--> statement-breakpoint
CREATE INDEX "payouts_result_id_idx" ON "payouts" USING btree ("result_id");--> statement-breakpoint
CREATE INDEX "payouts_player_id_idx" ON "payouts" USING btree ("player_id");--> statement-breakpoint
CREATE INDEX "payouts_user_id_idx" ON "payouts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "payouts_state_expires_at_idx" ON "payouts" USING btree ("state","expires_at");--> statement-breakpoint
CREATE INDEX "race_decisions_race_id_idx" ON "race_decisions" USING btree ("race_id","rule");--> statement-breakpoint
CREATE INDEX "race_decisions_player_id_idx" ON "race_decisions" USING btree ("player_id");--> statement-breakpoint
CREATE INDEX "race_exclusions_race_id_idx" ON "race_exclusions" USING btree ("race_id");--> statement-breakpoint
CREATE INDEX "race_exclusions_player_id_idx" ON "race_exclusions" USING btree ("player_id");--> statement-breakpoint
CREATE INDEX "race_exclusions_user_id_idx" ON "race_exclusions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "race_results_seal_number_idx" ON "race_results" USING btree ("seal_number");--> statement-breakpoint
CREATE INDEX "sealed_documents_seal_number_idx" ON "sealed_documents" USING btree ("seal_number");--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_race_adjustment_only" CHECK ("ledger"."race_id" is null or "ledger"."kind" = 'adjustment');--> statement-breakpoint
CREATE VIEW "public"."newest_newcomer_decisions" AS (select distinct on (race_id, player_id) race_id, player_id, verdict
      from race_decisions where rule = 'newcomer' order by race_id, player_id, id desc);