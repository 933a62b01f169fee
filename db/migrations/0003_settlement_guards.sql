-- Results, their documents and every trace of a decision may only be added.
CREATE TRIGGER race_results_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "race_results"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER race_result_pages_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "race_result_pages"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER race_result_places_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "race_result_places"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER race_documents_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "race_documents"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER race_salts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "race_salts"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER race_decisions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "race_decisions"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER seals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "seals"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER sealed_documents_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "sealed_documents"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER adjustments_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "adjustments"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER payout_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "payout_events"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Rows are written before their prizes are known, which depend on the ranks; only the prize may be set, and only once.
CREATE FUNCTION refuse_result_row_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.prize = 0 AND (OLD.result_id, OLD.position, OLD.player_id, OLD.rank, OLD.score,
      OLD.entries, OLD.adjusted, OLD.reached_at, OLD.excluded) IS NOT DISTINCT FROM (NEW.result_id, NEW.position,
      NEW.player_id, NEW.rank, NEW.score, NEW.entries, NEW.adjusted, NEW.reached_at, NEW.excluded)
      AND NOT EXISTS (SELECT FROM race_results WHERE id = OLD.result_id) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% on race_result_rows is refused: a result is never edited', TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'Correct the race: that makes a new version.';
END
$$;
--> statement-breakpoint
CREATE TRIGGER race_result_rows_no_edit BEFORE UPDATE OR DELETE ON "race_result_rows"
  FOR EACH ROW EXECUTE FUNCTION refuse_result_row_change();
--> statement-breakpoint
CREATE TRIGGER race_result_rows_no_truncate BEFORE TRUNCATE ON "race_result_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
