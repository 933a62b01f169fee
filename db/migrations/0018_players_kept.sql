-- Ledger and inbox are about to lose their foreign keys to players and sources, whose check at every row is dear
-- (docs/adr/0005). What those keys also did is done here: nobody whose entries exist goes away or changes his number.
CREATE TRIGGER players_kept BEFORE UPDATE OF "id", "source_id" OR DELETE OR TRUNCATE ON "players"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER sources_kept BEFORE UPDATE OF "id" OR DELETE OR TRUNCATE ON "sources"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
