CREATE TABLE "telegram_group_settings" (
	"chat_id" bigint PRIMARY KEY NOT NULL,
	"live_board" boolean DEFAULT false NOT NULL,
	"announcements" boolean DEFAULT true NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "telegram_live_boards" (
	"chat_id" bigint NOT NULL,
	"race_id" text NOT NULL,
	"message_id" bigint,
	"thread_id" integer,
	"state" text DEFAULT 'open' NOT NULL,
	"is_pinned" boolean DEFAULT false NOT NULL,
	"posts" smallint DEFAULT 0 NOT NULL,
	"shown_version" bigint,
	"shown_status" text,
	"shown_hash" text,
	"edited_at" timestamp with time zone,
	"next_edit_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "telegram_live_boards_chat_id_race_id_pk" PRIMARY KEY("chat_id","race_id"),
	CONSTRAINT "telegram_live_boards_state_known" CHECK ("telegram_live_boards"."state" in ('open', 'closed')),
	CONSTRAINT "telegram_live_boards_general_is_null" CHECK ("telegram_live_boards"."thread_id" <> 1)
);
--> statement-breakpoint
CREATE TABLE "telegram_outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "telegram_outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"dedupe_key" text NOT NULL,
	"chat_id" bigint NOT NULL,
	"thread_id" integer,
	"kind" text NOT NULL,
	"payload" jsonb NOT NULL,
	"priority" smallint DEFAULT 5 NOT NULL,
	"send_after" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"state" text DEFAULT 'ready' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp with time zone,
	"message_id" bigint,
	"last_error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "telegram_outbox_dedupe_key" UNIQUE("dedupe_key"),
	CONSTRAINT "telegram_outbox_state_known" CHECK ("telegram_outbox"."state" in ('ready', 'claimed', 'sending', 'sent', 'failed', 'ambiguous', 'cancelled')),
	CONSTRAINT "telegram_outbox_general_is_null" CHECK ("telegram_outbox"."thread_id" <> 1),
	CONSTRAINT "telegram_outbox_lease_while_open" CHECK (("telegram_outbox"."state" in ('claimed', 'sending')) = ("telegram_outbox"."lease_until" is not null))
);
--> statement-breakpoint
ALTER TABLE "telegram_group_settings" ADD CONSTRAINT "telegram_group_settings_chat_id_telegram_chats_id_fk" FOREIGN KEY ("chat_id") REFERENCES "public"."telegram_chats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "telegram_live_boards" ADD CONSTRAINT "telegram_live_boards_chat_id_telegram_chats_id_fk" FOREIGN KEY ("chat_id") REFERENCES "public"."telegram_chats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "telegram_live_boards" ADD CONSTRAINT "telegram_live_boards_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "telegram_live_boards_race_id_idx" ON "telegram_live_boards" USING btree ("race_id","next_edit_at");--> statement-breakpoint
CREATE INDEX "telegram_outbox_ready_idx" ON "telegram_outbox" USING btree ("priority","id") WHERE "telegram_outbox"."state" = 'ready';--> statement-breakpoint
CREATE INDEX "telegram_outbox_open_idx" ON "telegram_outbox" USING btree ("lease_until") WHERE "telegram_outbox"."state" in ('claimed', 'sending');--> statement-breakpoint
CREATE INDEX "telegram_outbox_chat_idx" ON "telegram_outbox" USING btree ("chat_id");--> statement-breakpoint
CREATE INDEX "telegram_outbox_ambiguous_idx" ON "telegram_outbox" USING btree ("id") WHERE "telegram_outbox"."state" = 'ambiguous';