ALTER TABLE "webhook_inbox" DROP CONSTRAINT "webhook_inbox_source_id_sources_id_fk";
--> statement-breakpoint
ALTER TABLE "ledger" DROP CONSTRAINT "ledger_player_fk";
