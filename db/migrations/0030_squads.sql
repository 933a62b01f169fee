CREATE TABLE "race_squad_members" (
	"race_id" text NOT NULL,
	"user_id" bigint NOT NULL,
	"squad_id" bigint NOT NULL,
	"player_id" bigint NOT NULL,
	"joined_at" timestamp with time zone NOT NULL,
	CONSTRAINT "race_squad_members_race_id_user_id_pk" PRIMARY KEY("race_id","user_id"),
	CONSTRAINT "race_squad_members_one_per_account" UNIQUE("race_id","player_id")
);
--> statement-breakpoint
CREATE TABLE "race_squads" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "race_squads_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"race_id" text NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"code" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "race_squads_code_unique" UNIQUE("code"),
	CONSTRAINT "race_squads_one_name" UNIQUE("race_id","name_key"),
	CONSTRAINT "race_squads_name_length" CHECK (char_length("race_squads"."name") between 1 and 32),
	CONSTRAINT "race_squads_code_form" CHECK ("race_squads"."code" ~ '^[A-Za-z0-9]{10}$')
);
--> statement-breakpoint
ALTER TABLE "race_lane_rows" ADD COLUMN "squad_id" bigint;--> statement-breakpoint
ALTER TABLE "race_squad_members" ADD CONSTRAINT "race_squad_members_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_squad_members" ADD CONSTRAINT "race_squad_members_user_id_telegram_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."telegram_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_squad_members" ADD CONSTRAINT "race_squad_members_squad_id_race_squads_id_fk" FOREIGN KEY ("squad_id") REFERENCES "public"."race_squads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_squad_members" ADD CONSTRAINT "race_squad_members_player_id_players_id_fk" FOREIGN KEY ("player_id") REFERENCES "public"."players"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "race_squads" ADD CONSTRAINT "race_squads_race_id_races_id_fk" FOREIGN KEY ("race_id") REFERENCES "public"."races"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "race_squad_members_squad_id_idx" ON "race_squad_members" USING btree ("squad_id");--> statement-breakpoint
CREATE INDEX "race_squad_members_user_id_idx" ON "race_squad_members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "race_squad_members_player_id_idx" ON "race_squad_members" USING btree ("player_id");--> statement-breakpoint
ALTER TABLE "race_lane_rows" ADD CONSTRAINT "race_lane_rows_squad_id_race_squads_id_fk" FOREIGN KEY ("squad_id") REFERENCES "public"."race_squads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "race_lane_rows_squad_id_idx" ON "race_lane_rows" USING btree ("squad_id");