CREATE TABLE "imported_winners" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "imported_winners_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"race" text NOT NULL,
	"ended_on" date NOT NULL,
	"place" integer NOT NULL,
	"name" text NOT NULL,
	"prize_cents" bigint NOT NULL,
	"wagered" bigint,
	"imported_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "imported_winners_once" UNIQUE("ended_on","race","place","name"),
	CONSTRAINT "imported_winners_place" CHECK ("imported_winners"."place" between 1 and 1000),
	CONSTRAINT "imported_winners_race" CHECK (char_length("imported_winners"."race") between 1 and 100),
	CONSTRAINT "imported_winners_name" CHECK (char_length("imported_winners"."name") between 1 and 128),
	CONSTRAINT "imported_winners_money" CHECK ("imported_winners"."prize_cents" >= 0 and ("imported_winners"."wagered" is null or "imported_winners"."wagered" >= 0))
);
