-- What drizzle's schema cannot say: rows that may only be added, and the first rows of the system.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: its rows are only ever added', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', HINT = 'Add a correcting row instead.';
END
$$;
--> statement-breakpoint
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_log"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER race_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "race_events"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER player_names_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "player_names"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Ledger rows arrive in the order of the tail, thousands a second: the default of autovacuum would analyse rarely
-- on a large table and leave the planner with a stale idea of the newest entries.
ALTER TABLE "ledger" SET (autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
--> statement-breakpoint
INSERT INTO "operator_settings" ("id") VALUES (1);
--> statement-breakpoint
-- Share of an amount in millionths, rounded half to even. The same function as `weighted` in
-- core/boards/counting-rules.ts: boards use that one, settlement this one, and a test compares them.
CREATE FUNCTION weighted_share(amount bigint, weight bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT (q + CASE WHEN 2 * abs(r) > 1000000 OR (2 * abs(r) = 1000000 AND mod(q, 2) <> 0) THEN sign(p) ELSE 0 END)::bigint
  FROM (SELECT p, div(p, 1000000) AS q, mod(p, 1000000) AS r FROM (SELECT amount::numeric * weight AS p) AS product) AS parts
$$;
