ALTER TABLE "broadcasts" ADD COLUMN "forgotten_sent" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "forgotten_skipped" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "forgotten_failed" integer DEFAULT 0 NOT NULL;