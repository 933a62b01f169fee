CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"key_sha256" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"replaces" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "api_keys_name_length" CHECK (char_length("api_keys"."name") between 1 and 100),
	CONSTRAINT "api_keys_sha256_length" CHECK (octet_length("api_keys"."key_sha256") = 32)
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb NOT NULL,
	"request_id" text,
	"prev_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_log_hash_length" CHECK (octet_length("audit_log"."hash") = 32 and octet_length("audit_log"."prev_hash") = 32)
);
--> statement-breakpoint
CREATE TABLE "operator_settings" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"show_full_names" boolean DEFAULT false NOT NULL,
	"community_name" text DEFAULT 'GoatedVIPs' NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "operator_settings_one_row" CHECK ("operator_settings"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "refresh_tokens" (
	"token_sha256" "bytea" PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" bigint NOT NULL,
	"init_data_sha256" "bytea" NOT NULL,
	"exchanges" integer DEFAULT 1 NOT NULL,
	"user_agent" text,
	"address" "inet",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"revoked_reason" text
);
--> statement-breakpoint
CREATE TABLE "signing_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"nonce" "bytea" NOT NULL,
	"ciphertext" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"signs_from" timestamp with time zone NOT NULL,
	"retires_at" timestamp with time zone,
	CONSTRAINT "signing_keys_nonce_length" CHECK (octet_length("signing_keys"."nonce") = 12)
);
--> statement-breakpoint
CREATE TABLE "dead_letters" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "dead_letters_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source_id" smallint NOT NULL,
	"delivery_id" text NOT NULL,
	"item" integer DEFAULT -1 NOT NULL,
	"endpoint" text NOT NULL,
	"headers" jsonb NOT NULL,
	"body" "bytea" NOT NULL,
	"reason" text NOT NULL,
	"detail" text,
	"state" text DEFAULT 'open' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"received_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"resolved_at" timestamp with time zone,
	"resolution" text,
	CONSTRAINT "dead_letters_delivery_item_key" UNIQUE("source_id","delivery_id","item"),
	CONSTRAINT "dead_letters_state_known" CHECK ("dead_letters"."state" in ('open', 'replayed', 'discarded')),
	CONSTRAINT "dead_letters_endpoint_known" CHECK ("dead_letters"."endpoint" in ('event', 'batch', 'totals', 'postback')),
	CONSTRAINT "dead_letters_resolved_together" CHECK (("dead_letters"."state" = 'open') = ("dead_letters"."resolved_at" is null))
);
--> statement-breakpoint
CREATE TABLE "webhook_inbox" (
	"source_id" smallint NOT NULL,
	"delivery_id" text NOT NULL,
	"body_sha256" "bytea" NOT NULL,
	"body" "bytea" NOT NULL,
	"outcome" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "webhook_inbox_source_id_delivery_id_pk" PRIMARY KEY("source_id","delivery_id"),
	CONSTRAINT "webhook_inbox_outcome_known" CHECK ("webhook_inbox"."outcome" in ('accepted', 'quarantined')),
	CONSTRAINT "webhook_inbox_sha256_length" CHECK (octet_length("webhook_inbox"."body_sha256") = 32)
);
--> statement-breakpoint
CREATE TABLE "ledger" (
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "ledger_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source_id" smallint NOT NULL,
	"kind" text NOT NULL,
	"ref" text NOT NULL,
	"seq" integer NOT NULL,
	"player_id" bigint NOT NULL,
	"revision" bigint NOT NULL,
	"amount" bigint NOT NULL,
	"delta" bigint NOT NULL,
	"occurred_at" timestamp with time zone,
	"covers_from" timestamp with time zone,
	"category" text,
	"game" text,
	"era" smallint NOT NULL,
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "ledger_source_id_kind_ref_seq_pk" PRIMARY KEY("source_id","kind","ref","seq"),
	CONSTRAINT "ledger_kind_known" CHECK ("ledger"."kind" in ('wager', 'snapshot', 'adjustment')),
	CONSTRAINT "ledger_seq_positive" CHECK ("ledger"."seq" >= 1),
	CONSTRAINT "ledger_ref_length" CHECK (char_length("ledger"."ref") between 1 and 128),
	CONSTRAINT "ledger_amount_range" CHECK ("ledger"."amount" between -10000000000000000 and 10000000000000000),
	CONSTRAINT "ledger_delta_range" CHECK ("ledger"."delta" between -20000000000000000 and 20000000000000000),
	CONSTRAINT "ledger_wager_not_negative" CHECK ("ledger"."kind" <> 'wager' or "ledger"."amount" >= 0),
	CONSTRAINT "ledger_money_has_time" CHECK ("ledger"."delta" = 0 or "ledger"."occurred_at" is not null),
	CONSTRAINT "ledger_covers_snapshot_only" CHECK ("ledger"."covers_from" is null or "ledger"."kind" = 'snapshot')
);
--> statement-breakpoint
CREATE TABLE "ledger_eras" (
	"id" smallint PRIMARY KEY NOT NULL,
	"cluster" text NOT NULL,
	"epoch" uuid DEFAULT gen_random_uuid() NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledger_eras_id_positive" CHECK ("ledger_eras"."id" >= 1)
);
--> statement-breakpoint
CREATE TABLE "player_totals" (
	"source_id" smallint NOT NULL,
	"player_id" bigint NOT NULL,
	"as_of" timestamp with time zone NOT NULL,
	"total" numeric NOT NULL,
	"recorded" bigint NOT NULL,
	CONSTRAINT "player_totals_source_id_player_id_pk" PRIMARY KEY("source_id","player_id"),
	CONSTRAINT "player_totals_not_negative" CHECK ("player_totals"."total" >= 0)
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "snapshots_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source_id" smallint NOT NULL,
	"as_of" timestamp with time zone NOT NULL,
	"rows" integer NOT NULL,
	"received_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "snapshots_source_id_as_of_key" UNIQUE("source_id","as_of"),
	CONSTRAINT "snapshots_rows_not_negative" CHECK ("snapshots"."rows" >= 0)
);
--> statement-breakpoint
CREATE TABLE "links" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "links_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"source_id" smallint NOT NULL,
	"player_id" bigint NOT NULL,
	"state" text NOT NULL,
	"proof" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "links_state_known" CHECK ("links"."state" in ('pending', 'under_review', 'approved', 'rejected', 'ended')),
	CONSTRAINT "links_approved_has_proof" CHECK ("links"."state" <> 'approved' or "links"."proof" is not null)
);
--> statement-breakpoint
CREATE TABLE "player_names" (
	"player_id" bigint NOT NULL,
	"name" text NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "player_names_player_id_seen_at_pk" PRIMARY KEY("player_id","seen_at")
);
--> statement-breakpoint
CREATE TABLE "players" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "players_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source_id" smallint NOT NULL,
	"external_id" text NOT NULL,
	"name" text,
	"named_at" timestamp with time zone,
	"is_private" boolean DEFAULT false NOT NULL,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "players_source_id_external_id_key" UNIQUE("source_id","external_id"),
	CONSTRAINT "players_source_id_id_key" UNIQUE("source_id","id"),
	CONSTRAINT "players_external_id_length" CHECK (char_length("players"."external_id") between 1 and 128),
	CONSTRAINT "players_name_length" CHECK (char_length("players"."name") between 1 and 100),
	CONSTRAINT "players_named_together" CHECK (("players"."name" is null) = ("players"."named_at" is null))
);
--> statement-breakpoint
CREATE TABLE "race_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "race_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"race_id" text NOT NULL,
	"event" text NOT NULL,
	"actor" text NOT NULL,
	"note" text,
	"detail" jsonb,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "race_prizes" (
	"race_id" text NOT NULL,
	"rank" integer NOT NULL,
	"prize" bigint NOT NULL,
	CONSTRAINT "race_prizes_race_id_rank_pk" PRIMARY KEY("race_id","rank"),
	CONSTRAINT "race_prizes_rank_positive" CHECK ("race_prizes"."rank" between 1 and 1000),
	CONSTRAINT "race_prizes_prize_range" CHECK ("race_prizes"."prize" between 0 and 1000000000000)
);
--> statement-breakpoint
CREATE TABLE "race_sources" (
	"race_id" text NOT NULL,
	"source_id" smallint NOT NULL,
	CONSTRAINT "race_sources_race_id_source_id_pk" PRIMARY KEY("race_id","source_id")
);
--> statement-breakpoint
CREATE TABLE "race_weights" (
	"race_id" text NOT NULL,
	"category" text NOT NULL,
	"weight" bigint NOT NULL,
	CONSTRAINT "race_weights_race_id_category_pk" PRIMARY KEY("race_id","category"),
	CONSTRAINT "race_weights_range" CHECK ("race_weights"."weight" between 0 and 1000000)
);
--> statement-breakpoint
CREATE TABLE "races" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"status" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"time_zone" text NOT NULL,
	"tie_rule" text NOT NULL,
	"min_wager" bigint NOT NULL,
	"cap" bigint,
	"require_link" boolean DEFAULT false NOT NULL,
	"newcomers" text NOT NULL,
	"grace_minutes" integer NOT NULL,
	"dispute_hours" integer NOT NULL,
	"rules_version" integer DEFAULT 1 NOT NULL,
	"rules_hash" "bytea",
	"rules_xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"void_reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "races_status_known" CHECK ("races"."status" in ('draft', 'scheduled', 'live', 'settling', 'provisional', 'final', 'paid', 'void')),
	CONSTRAINT "races_id_form" CHECK ("races"."id" ~ '^[A-Za-z0-9]{10}$'),
	CONSTRAINT "races_title_length" CHECK (char_length("races"."title") between 1 and 100),
	CONSTRAINT "races_window_not_empty" CHECK ("races"."starts_at" < "races"."ends_at"),
	CONSTRAINT "races_tie_rule_known" CHECK ("races"."tie_rule" in ('split', 'first')),
	CONSTRAINT "races_newcomers_known" CHECK ("races"."newcomers" in ('ask', 'zero', 'first_seen')),
	CONSTRAINT "races_min_wager_not_negative" CHECK ("races"."min_wager" >= 0),
	CONSTRAINT "races_cap_positive" CHECK ("races"."cap" > 0),
	CONSTRAINT "races_grace_range" CHECK ("races"."grace_minutes" between 0 and 10080),
	CONSTRAINT "races_dispute_range" CHECK ("races"."dispute_hours" between 0 and 720),
	CONSTRAINT "races_void_has_reason" CHECK (("races"."status" = 'void') = ("races"."void_reason" is not null))
);
--> statement-breakpoint
CREATE TABLE "source_health" (
	"source_id" smallint NOT NULL,
	"last_accepted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "source_health_source_id_pk" PRIMARY KEY("source_id")
);
--> statement-breakpoint
CREATE TABLE "source_secrets" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "source_secrets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source_id" smallint NOT NULL,
	"state" text NOT NULL,
	"nonce" "bytea" NOT NULL,
	"ciphertext" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "source_secrets_state_known" CHECK ("source_secrets"."state" in ('current', 'previous', 'revoked')),
	CONSTRAINT "source_secrets_previous_expires" CHECK ("source_secrets"."state" <> 'previous' or "source_secrets"."expires_at" is not null),
	CONSTRAINT "source_secrets_nonce_length" CHECK (octet_length("source_secrets"."nonce") = 12)
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"id" smallint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sources_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 32767 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"mode" text NOT NULL,
	"dialect" jsonb,
	"stale_after_seconds" bigint DEFAULT 900 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "sources_slug_form" CHECK ("sources"."slug" ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
	CONSTRAINT "sources_name_length" CHECK (char_length("sources"."name") between 1 and 100),
	CONSTRAINT "sources_mode_known" CHECK ("sources"."mode" in ('events', 'totals')),
	CONSTRAINT "sources_stale_after_positive" CHECK ("sources"."stale_after_seconds" > 0)
);
--> statement-breakpoint
CREATE TABLE "telegram_chats" (
	"id" bigint PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"title" text,
	"is_forum" boolean DEFAULT false NOT NULL,
	"bot_status" text NOT NULL,
	"can_pin" boolean DEFAULT false NOT NULL,
	"thread_id" integer,
	"language" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "telegram_chats_kind_known" CHECK ("telegram_chats"."kind" in ('private', 'group', 'supergroup', 'channel')),
	CONSTRAINT "telegram_chats_bot_status_known" CHECK ("telegram_chats"."bot_status" in ('member', 'administrator', 'restricted', 'left', 'kicked')),
	CONSTRAINT "telegram_chats_general_is_null" CHECK ("telegram_chats"."thread_id" <> 1)
);
--> statement-breakpoint
CREATE TABLE "telegram_updates" (
	"bot_id" bigint NOT NULL,
	"update_id" bigint NOT NULL,
	"lane" text NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb NOT NULL,
	"state" text DEFAULT 'ready' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_error" text,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp with time zone,
	CONSTRAINT "telegram_updates_bot_id_update_id_pk" PRIMARY KEY("bot_id","update_id"),
	CONSTRAINT "telegram_updates_state_known" CHECK ("telegram_updates"."state" in ('ready', 'done', 'dead'))
);
--> statement-breakpoint
CREATE TABLE "telegram_users" (
	"id" bigint PRIMARY KEY NOT NULL,
	"first_name" text NOT NULL,
	"last_name" text,
	"username" text,
	"language_code" text,
	"alias" text,
	"can_be_messaged" boolean DEFAULT false NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"erased_at" timestamp with time zone,
	CONSTRAINT "telegram_users_id_range" CHECK ("telegram_users"."id" between 1 and 4503599627370495),
	CONSTRAINT "telegram_users_alias_length" CHECK (char_length("telegram_users"."alias") between 2 and 32)
);
--> statement-breakpoint
CREATE TABLE "user_roles" (
	"user_id" bigint NOT NULL,
	"role" text NOT NULL,
	"granted_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_roles_user_id_role_pk" PRIMARY KEY("user_id","role"),
	CONSTRAINT "user_roles_role_known" CHECK ("user_roles"."role" in ('owner', 'admin', 'finance', 'moderator'))
);
--> statement-breakpoint
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_telegram_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."telegram_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dead_letters" ADD CONSTRAINT "dead_letters_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_inbox" ADD CONSTRAINT "webhook_inbox_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_player_fk" FOREIGN KEY ("source_id","player_id") REFERENCES "public"."players"("source_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "player_totals" ADD CONSTRAINT "player_totals_player_fk" FOREIGN KEY ("source_id","player_id") REFERENCES "public"."players"("source_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_user_id_telegram_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."telegram_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_player_fk" FOREIGN KEY ("source_id","player_id") REFERENCES "public"."players"("source_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "player_names" ADD CONSTRAINT "player_names_player_id_players_id_fk" FOREIGN KEY ("player_id") REFERENCES "public"."players"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "players" ADD CONSTRAINT "players_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_events" ADD CONSTRAINT "race_events_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_prizes" ADD CONSTRAINT "race_prizes_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_sources" ADD CONSTRAINT "race_sources_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_sources" ADD CONSTRAINT "race_sources_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_weights" ADD CONSTRAINT "race_weights_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_health" ADD CONSTRAINT "source_health_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_secrets" ADD CONSTRAINT "source_secrets_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_roles" ADD CONSTRAINT "user_roles_user_id_telegram_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."telegram_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_key_sha256_key" ON "api_keys" USING btree ("key_sha256");--> statement-breakpoint
CREATE INDEX "audit_log_at_idx" ON "audit_log" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_log_subject_idx" ON "audit_log" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "refresh_tokens_session_id_idx" ON "refresh_tokens" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "sessions_user_id_idx" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_init_data_idx" ON "sessions" USING btree ("init_data_sha256");--> statement-breakpoint
CREATE INDEX "sessions_revoked_at_idx" ON "sessions" USING btree ("revoked_at") WHERE "sessions"."revoked_at" is not null;--> statement-breakpoint
CREATE INDEX "dead_letters_open_idx" ON "dead_letters" USING btree ("received_at") WHERE "dead_letters"."state" = 'open';--> statement-breakpoint
CREATE INDEX "webhook_inbox_received_at_idx" ON "webhook_inbox" USING brin ("received_at");--> statement-breakpoint
CREATE INDEX "ledger_tail_idx" ON "ledger" USING btree ("era","xid");--> statement-breakpoint
CREATE INDEX "ledger_player_idx" ON "ledger" USING btree ("source_id","player_id","occurred_at");--> statement-breakpoint
CREATE INDEX "ledger_occurred_at_idx" ON "ledger" USING brin ("occurred_at");--> statement-breakpoint
CREATE INDEX "links_user_id_idx" ON "links" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "links_player_idx" ON "links" USING btree ("source_id","player_id");--> statement-breakpoint
CREATE UNIQUE INDEX "links_one_person_per_player" ON "links" USING btree ("player_id") WHERE "links"."state" = 'approved';--> statement-breakpoint
CREATE UNIQUE INDEX "links_one_player_per_source" ON "links" USING btree ("user_id","source_id") WHERE "links"."state" = 'approved';--> statement-breakpoint
CREATE INDEX "race_events_race_id_idx" ON "race_events" USING btree ("race_id");--> statement-breakpoint
CREATE INDEX "race_sources_source_id_idx" ON "race_sources" USING btree ("source_id");--> statement-breakpoint
CREATE INDEX "races_status_ends_at_idx" ON "races" USING btree ("status","ends_at");--> statement-breakpoint
CREATE INDEX "races_starts_at_idx" ON "races" USING btree ("starts_at");--> statement-breakpoint
CREATE INDEX "source_secrets_source_id_idx" ON "source_secrets" USING btree ("source_id");--> statement-breakpoint
CREATE UNIQUE INDEX "source_secrets_one_current" ON "source_secrets" USING btree ("source_id") WHERE "source_secrets"."state" = 'current';--> statement-breakpoint
CREATE UNIQUE INDEX "source_secrets_one_previous" ON "source_secrets" USING btree ("source_id") WHERE "source_secrets"."state" = 'previous';--> statement-breakpoint
CREATE UNIQUE INDEX "sources_slug_key" ON "sources" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "telegram_updates_ready_idx" ON "telegram_updates" USING btree ("lane","update_id") WHERE "telegram_updates"."state" = 'ready';--> statement-breakpoint
CREATE INDEX "telegram_updates_received_at_idx" ON "telegram_updates" USING btree ("received_at");--> statement-breakpoint
CREATE VIEW "public"."wagers" AS (select distinct on (source_id, ref) source_id, ref as external_id, player_id, revision, amount, occurred_at, category, game
      from ledger where kind = 'wager' order by source_id, ref, seq desc);