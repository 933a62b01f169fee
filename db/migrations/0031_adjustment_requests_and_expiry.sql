CREATE TABLE "adjustment_requests" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "adjustment_requests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"player_id" bigint NOT NULL,
	"race_id" text,
	"amount" bigint,
	"set_to" bigint,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	"state" text NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by" text,
	"adjustment_id" bigint,
	CONSTRAINT "adjustment_requests_state_known" CHECK ("adjustment_requests"."state" in ('waiting', 'approved', 'refused')),
	CONSTRAINT "adjustment_requests_one_aim" CHECK (num_nonnulls("adjustment_requests"."amount", "adjustment_requests"."set_to") = 1),
	CONSTRAINT "adjustment_requests_set_in_race" CHECK ("adjustment_requests"."set_to" is null or "adjustment_requests"."race_id" is not null),
	CONSTRAINT "adjustment_requests_decided" CHECK (("adjustment_requests"."state" = 'waiting') = ("adjustment_requests"."decided_by" is null))
);
--> statement-breakpoint
ALTER TABLE "adjustments" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "adjustments" ADD COLUMN "approved_by" text;--> statement-breakpoint
ALTER TABLE "adjustment_requests" ADD CONSTRAINT "adjustment_requests_player_id_players_id_fk" FOREIGN KEY ("player_id") REFERENCES "public"."players"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjustment_requests" ADD CONSTRAINT "adjustment_requests_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjustment_requests" ADD CONSTRAINT "adjustment_requests_adjustment_id_adjustments_id_fk" FOREIGN KEY ("adjustment_id") REFERENCES "public"."adjustments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "adjustment_requests_player_id_idx" ON "adjustment_requests" USING btree ("player_id");--> statement-breakpoint
CREATE INDEX "adjustment_requests_race_id_idx" ON "adjustment_requests" USING btree ("race_id");--> statement-breakpoint
CREATE INDEX "adjustment_requests_adjustment_id_idx" ON "adjustment_requests" USING btree ("adjustment_id");--> statement-breakpoint
CREATE INDEX "adjustments_expires_at_idx" ON "adjustments" USING btree ("expires_at");