CREATE TABLE "held_snapshots" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "held_snapshots_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source_id" smallint NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	"figures" jsonb NOT NULL,
	"content" "bytea" NOT NULL,
	"state" text NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	CONSTRAINT "held_snapshots_state_known" CHECK ("held_snapshots"."state" in ('open', 'accepted', 'dropped')),
	CONSTRAINT "held_snapshots_decided_by_somebody" CHECK (("held_snapshots"."state" = 'open') = ("held_snapshots"."decided_by" is null))
);
--> statement-breakpoint
CREATE TABLE "polled_sources" (
	"source_id" smallint PRIMARY KEY NOT NULL,
	"adapter" text NOT NULL,
	"base_url" text,
	"account" text,
	"metric" text NOT NULL,
	"interval_seconds" integer NOT NULL,
	"counted_from" timestamp with time zone,
	"credential_nonce" "bytea",
	"credential_ciphertext" "bytea",
	"credential_set_at" timestamp with time zone,
	"settings_version" integer DEFAULT 1 NOT NULL,
	"is_paused" boolean DEFAULT false NOT NULL,
	"next_poll_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"ordered" text,
	"last_requested_at" timestamp with time zone,
	"lease_token" uuid,
	"lease_until" timestamp with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"failure_kind" text,
	"failure_detail" text,
	"failing_since" timestamp with time zone,
	"good_rows" integer,
	"good_total" bigint,
	"monitor" jsonb,
	CONSTRAINT "polled_sources_metric_known" CHECK ("polled_sources"."metric" in ('raw', 'weighted')),
	CONSTRAINT "polled_sources_ordered_known" CHECK ("polled_sources"."ordered" in ('poll', 'test')),
	CONSTRAINT "polled_sources_interval_range" CHECK ("polled_sources"."interval_seconds" between 1 and 86400),
	CONSTRAINT "polled_sources_account_not_empty" CHECK ("polled_sources"."account" <> ''),
	CONSTRAINT "polled_sources_credential_whole" CHECK (("polled_sources"."credential_nonce" is null) = ("polled_sources"."credential_ciphertext" is null))
);
--> statement-breakpoint
CREATE TABLE "source_archive" (
	"poll_id" bigint PRIMARY KEY NOT NULL,
	"source_id" smallint NOT NULL,
	"is_whole" boolean NOT NULL,
	"rows_sha256" "bytea" NOT NULL,
	"content" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "source_findings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "source_findings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source_id" smallint NOT NULL,
	"kind" text NOT NULL,
	"field" text NOT NULL,
	"figures" jsonb NOT NULL,
	"is_blocking" boolean NOT NULL,
	"began_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "source_polls" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "source_polls_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source_id" smallint NOT NULL,
	"purpose" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone,
	"outcome" text NOT NULL,
	"kind" text,
	"detail" text,
	"bytes" integer,
	"raw_sha256" "bytea",
	"rows" integer,
	"added" integer,
	"changed" integer,
	"refused" integer,
	CONSTRAINT "source_polls_purpose_known" CHECK ("source_polls"."purpose" in ('poll', 'test', 'window', 'upload')),
	CONSTRAINT "source_polls_outcome_known" CHECK ("source_polls"."outcome" in ('good', 'held', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "window_readings" (
	"race_id" text NOT NULL,
	"source_id" smallint NOT NULL,
	"answered_at" timestamp with time zone,
	"next_ask_at" timestamp with time zone NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"raw_sha256" "bytea",
	"corrected" integer DEFAULT 0 NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "window_readings_race_id_source_id_pk" PRIMARY KEY("race_id","source_id")
);
--> statement-breakpoint
ALTER TABLE "player_totals" ADD COLUMN "requested_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "snapshots" ADD COLUMN "requested_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "held_snapshots" ADD CONSTRAINT "held_snapshots_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "polled_sources" ADD CONSTRAINT "polled_sources_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_archive" ADD CONSTRAINT "source_archive_poll_id_source_polls_id_fk" FOREIGN KEY ("poll_id") REFERENCES "public"."source_polls"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_archive" ADD CONSTRAINT "source_archive_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_findings" ADD CONSTRAINT "source_findings_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_polls" ADD CONSTRAINT "source_polls_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "window_readings" ADD CONSTRAINT "window_readings_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "window_readings" ADD CONSTRAINT "window_readings_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "held_snapshots_source_id_id_idx" ON "held_snapshots" USING btree ("source_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "held_snapshots_one_open" ON "held_snapshots" USING btree ("source_id") WHERE "held_snapshots"."state" = 'open';--> statement-breakpoint
CREATE INDEX "polled_sources_next_poll_at_idx" ON "polled_sources" USING btree ("next_poll_at");--> statement-breakpoint
CREATE INDEX "source_archive_source_id_poll_id_idx" ON "source_archive" USING btree ("source_id","poll_id");--> statement-breakpoint
CREATE UNIQUE INDEX "source_findings_one_open" ON "source_findings" USING btree ("source_id","kind","field") WHERE "source_findings"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "source_findings_source_id_began_at_idx" ON "source_findings" USING btree ("source_id","began_at");--> statement-breakpoint
CREATE INDEX "source_polls_source_id_id_idx" ON "source_polls" USING btree ("source_id","id");--> statement-breakpoint
CREATE INDEX "window_readings_source_id_idx" ON "window_readings" USING btree ("source_id");