-- What was earned is only ever added: a mistake is mended through the payout.
CREATE TRIGGER reward_grants_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "reward_grants"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
INSERT INTO "vip_tiers" ("position", "name", "from_wager") VALUES
  (1, 'Copper', 0), (2, 'Bronze', 10000000000), (3, 'Silver', 40000000000), (4, 'Gold', 100000000000),
  (5, 'Platinum', 450000000000), (6, 'Pearl', 1500000000000), (7, 'Sapphire', 3000000000000),
  (8, 'Emerald', 7000000000000), (9, 'Diamond', 20000000000000);
--> statement-breakpoint
INSERT INTO "reward_cursor" ("id") VALUES (1);
