CREATE TABLE "payout_rollovers" (
	"payout_id" bigint PRIMARY KEY NOT NULL,
	"race_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "payout_rollovers_amount_positive" CHECK ("payout_rollovers"."amount" > 0)
);
--> statement-breakpoint
ALTER TABLE "races" ADD COLUMN "claim_days" integer DEFAULT 30 NOT NULL;--> statement-breakpoint
ALTER TABLE "races" ADD COLUMN "unclaimed" text DEFAULT 'return' NOT NULL;--> statement-breakpoint
ALTER TABLE "payout_rollovers" ADD CONSTRAINT "payout_rollovers_payout_id_payouts_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payouts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_rollovers" ADD CONSTRAINT "payout_rollovers_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payout_rollovers_race_id_idx" ON "payout_rollovers" USING btree ("race_id");--> statement-breakpoint
ALTER TABLE "races" ADD CONSTRAINT "races_claim_days_known" CHECK ("races"."claim_days" in (7, 14, 30));--> statement-breakpoint
ALTER TABLE "races" ADD CONSTRAINT "races_unclaimed_known" CHECK ("races"."unclaimed" in ('return', 'roll_over'));--> statement-breakpoint
-- A prize rolls over once: rows are only ever added.
CREATE TRIGGER payout_rollovers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "payout_rollovers"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
