CREATE TABLE "race_result_prizes" (
	"result_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"prize" bigint NOT NULL,
	CONSTRAINT "race_result_prizes_result_id_position_pk" PRIMARY KEY("result_id","position"),
	CONSTRAINT "race_result_prizes_prize_positive" CHECK ("race_result_prizes"."prize" > 0)
);
--> statement-breakpoint
CREATE TABLE "race_result_slices" (
	"result_id" bigint NOT NULL,
	"slice" integer NOT NULL,
	"player_ids" bigint[] NOT NULL,
	"ranks" integer[] NOT NULL,
	"scores" bigint[] NOT NULL,
	"entries" integer[] NOT NULL,
	"reached_at" timestamp with time zone[] NOT NULL,
	"adjusted" bigint[],
	"excluded" text[],
	CONSTRAINT "race_result_slices_result_id_slice_pk" PRIMARY KEY("result_id","slice"),
	CONSTRAINT "race_result_slices_slice_not_negative" CHECK ("race_result_slices"."slice" >= 0),
	CONSTRAINT "race_result_slices_same_length" CHECK (cardinality("race_result_slices"."player_ids") between 1 and 256
        and cardinality("race_result_slices"."ranks") = cardinality("race_result_slices"."player_ids")
        and cardinality("race_result_slices"."scores") = cardinality("race_result_slices"."player_ids")
        and cardinality("race_result_slices"."entries") = cardinality("race_result_slices"."player_ids")
        and cardinality("race_result_slices"."reached_at") = cardinality("race_result_slices"."player_ids")
        and coalesce(cardinality("race_result_slices"."adjusted"), cardinality("race_result_slices"."player_ids")) = cardinality("race_result_slices"."player_ids")
        and coalesce(cardinality("race_result_slices"."excluded"), cardinality("race_result_slices"."player_ids")) = cardinality("race_result_slices"."player_ids"))
);
--> statement-breakpoint
-- Few values, each of some kilobytes of numbers: trying to compress them costs more than it saves.
ALTER TABLE "race_result_slices"
	ALTER COLUMN "player_ids" SET STORAGE EXTERNAL, ALTER COLUMN "ranks" SET STORAGE EXTERNAL,
	ALTER COLUMN "scores" SET STORAGE EXTERNAL, ALTER COLUMN "entries" SET STORAGE EXTERNAL,
	ALTER COLUMN "reached_at" SET STORAGE EXTERNAL;
--> statement-breakpoint
INSERT INTO "race_result_slices" (result_id, slice, player_ids, ranks, scores, entries, reached_at, adjusted, excluded)
SELECT result_id, (position - 1) / 256, array_agg(player_id ORDER BY position), array_agg(coalesce(rank, 0) ORDER BY position),
	array_agg(score ORDER BY position), array_agg(entries ORDER BY position), array_agg(reached_at ORDER BY position),
	CASE WHEN bool_or(adjusted <> 0) THEN array_agg(adjusted ORDER BY position) END,
	CASE WHEN bool_or(excluded IS NOT NULL) THEN array_agg(excluded ORDER BY position) END
FROM "race_result_rows" GROUP BY 1, 2;
--> statement-breakpoint
INSERT INTO "race_result_prizes" (result_id, position, prize)
SELECT result_id, position, prize FROM "race_result_rows" WHERE prize > 0;
--> statement-breakpoint
CREATE TRIGGER race_result_slices_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "race_result_slices"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER race_result_prizes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "race_result_prizes"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
DROP TABLE "race_result_rows";
--> statement-breakpoint
DROP FUNCTION refuse_result_row_change();
--> statement-breakpoint
CREATE VIEW "public"."race_result_rows" AS (select s.result_id, s.slice, s.slice * 256 + u.place::integer as position, u.player_id, nullif(u.rank, 0) as rank, u.score,
             coalesce(p.prize, 0) as prize, u.entries, coalesce(u.adjusted, 0) as adjusted, u.reached_at, u.excluded
      from race_result_slices s
      cross join lateral unnest(s.player_ids, s.ranks, s.scores, s.entries, s.adjusted, s.reached_at, s.excluded)
        with ordinality as u(player_id, rank, score, entries, adjusted, reached_at, excluded, place)
      left join race_result_prizes p on p.result_id = s.result_id and p.position = s.slice * 256 + u.place::integer);--> statement-breakpoint
CREATE VIEW "public"."race_result_winners" AS (select p.result_id, p.position, s.player_ids[(p.position - 1) % 256 + 1] as player_id,
             s.ranks[(p.position - 1) % 256 + 1] as rank, s.scores[(p.position - 1) % 256 + 1] as score, p.prize
      from race_result_prizes p
      join race_result_slices s on s.result_id = p.result_id and s.slice = (p.position - 1) / 256);