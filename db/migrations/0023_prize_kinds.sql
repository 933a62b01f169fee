ALTER TABLE "race_prizes" ADD COLUMN "floor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "races" ADD COLUMN "growth_share" integer;--> statement-breakpoint
ALTER TABLE "races" ADD COLUMN "growth_limit" bigint;--> statement-breakpoint
ALTER TABLE "race_prizes" ADD CONSTRAINT "race_prizes_floor_not_negative" CHECK ("race_prizes"."floor" >= 0);--> statement-breakpoint
ALTER TABLE "races" ADD CONSTRAINT "races_growth_whole" CHECK (("races"."growth_share" is null) = ("races"."growth_limit" is null));--> statement-breakpoint
ALTER TABLE "races" ADD CONSTRAINT "races_growth_share_range" CHECK ("races"."growth_share" between 1 and 999999);--> statement-breakpoint
ALTER TABLE "races" ADD CONSTRAINT "races_growth_limit_positive" CHECK ("races"."growth_limit" > 0);