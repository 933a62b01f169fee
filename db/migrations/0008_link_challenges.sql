ALTER TABLE "links" DROP CONSTRAINT "links_state_known";--> statement-breakpoint
ALTER TABLE "links" DROP CONSTRAINT "links_approved_has_proof";--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "first_amount" bigint;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "second_amount" bigint;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "name_suffix" text;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "evidence" text;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "proof_detail" jsonb;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "proven_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "effective_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "decided_by" text;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "players" ADD COLUMN "is_anonymous" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "telegram_users" ADD COLUMN "alias_key" text;--> statement-breakpoint
ALTER TABLE "telegram_users" ADD COLUMN "banned_at" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "links_one_request_per_source" ON "links" USING btree ("user_id","source_id") WHERE "links"."state" in ('pending', 'under_review', 'cooling');--> statement-breakpoint
CREATE UNIQUE INDEX "links_one_heir_per_player" ON "links" USING btree ("player_id") WHERE "links"."state" = 'cooling';--> statement-breakpoint
CREATE INDEX "links_open_idx" ON "links" USING btree ("state","id") WHERE "links"."state" in ('pending', 'under_review', 'cooling');--> statement-breakpoint
CREATE INDEX "players_name_idx" ON "players" USING btree ("source_id",lower("name"));--> statement-breakpoint
ALTER TABLE "telegram_users" ADD CONSTRAINT "telegram_users_alias_key_key" UNIQUE("alias_key");--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_pending_has_challenge" CHECK ("links"."state" <> 'pending' or ("links"."expires_at" is not null and "links"."first_amount" > 0 and "links"."second_amount" > 0 and "links"."name_suffix" is not null));--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_review_has_evidence" CHECK ("links"."state" <> 'under_review' or "links"."evidence" is not null);--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_evidence_length" CHECK (char_length("links"."evidence") between 3 and 2000);--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_cooling_ends" CHECK ("links"."state" <> 'cooling' or "links"."effective_at" is not null);--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_rejected_has_reason" CHECK ("links"."state" <> 'rejected' or "links"."reason" is not null);--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_state_known" CHECK ("links"."state" in ('pending', 'under_review', 'cooling', 'approved', 'rejected', 'expired', 'withdrawn', 'ended'));--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_approved_has_proof" CHECK ("links"."state" not in ('approved', 'cooling') or "links"."proof" is not null);--> statement-breakpoint
ALTER TABLE "telegram_users" ADD CONSTRAINT "telegram_users_alias_has_key" CHECK (("telegram_users"."alias" is null) = ("telegram_users"."alias_key" is null));