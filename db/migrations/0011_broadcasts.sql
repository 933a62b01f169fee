CREATE TABLE "broadcasts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "broadcasts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"state" text DEFAULT 'draft' NOT NULL,
	"segment" text,
	"race_id" text,
	"text" text NOT NULL,
	"created_by" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"recipients" integer,
	CONSTRAINT "broadcasts_state_known" CHECK ("broadcasts"."state" in ('draft', 'sending', 'paused', 'cancelled')),
	CONSTRAINT "broadcasts_segment_known" CHECK ("broadcasts"."segment" in ('everybody', 'groups', 'linked', 'participants')),
	CONSTRAINT "broadcasts_participants_of_a_race" CHECK (("broadcasts"."segment" = 'participants') = ("broadcasts"."race_id" is not null)),
	CONSTRAINT "broadcasts_text_length" CHECK (char_length("broadcasts"."text") between 1 and 3500),
	CONSTRAINT "broadcasts_started_together" CHECK (("broadcasts"."started_at" is null) = ("broadcasts"."recipients" is null)),
	CONSTRAINT "broadcasts_started_is_complete" CHECK ("broadcasts"."state" not in ('sending', 'paused') or ("broadcasts"."started_at" is not null and "broadcasts"."segment" is not null))
);
--> statement-breakpoint
CREATE TABLE "told_places" (
	"race_id" text PRIMARY KEY NOT NULL,
	"holders" jsonb NOT NULL,
	"digests" integer DEFAULT 0 NOT NULL,
	"told_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "telegram_group_settings" ADD COLUMN "digests" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "telegram_outbox" ADD COLUMN "broadcast_id" bigint;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_created_by_telegram_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."telegram_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "told_places" ADD CONSTRAINT "told_places_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "broadcasts_created_by_idx" ON "broadcasts" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "broadcasts_race_id_idx" ON "broadcasts" USING btree ("race_id");--> statement-breakpoint
ALTER TABLE "telegram_outbox" ADD CONSTRAINT "telegram_outbox_broadcast_id_broadcasts_id_fk" FOREIGN KEY ("broadcast_id") REFERENCES "public"."broadcasts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "telegram_outbox_broadcast_idx" ON "telegram_outbox" USING btree ("broadcast_id") WHERE "telegram_outbox"."broadcast_id" is not null;