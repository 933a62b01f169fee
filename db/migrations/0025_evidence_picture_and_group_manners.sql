ALTER TABLE "telegram_group_settings" ADD COLUMN "whispers" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "telegram_group_settings" ADD COLUMN "quiet_nights" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "evidence_picture" text;