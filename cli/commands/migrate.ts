import type { Command } from "../command.js";

export const migrateCommand: Command = {
  words: ["migrate"],
  arguments: [],
  options: {},
  summary: "Brings the database up to date. Every start does the same; run it alone before a rolling restart.",
  async run({ context }) {
    // The command line migrates before every command; what is left is to say where that led.
    const { rows } = await context.pool.query<{ count: number }>(
      "select count(*)::int as count from drizzle.__drizzle_migrations",
    );
    const migrations = rows[0]?.count ?? 0;
    return { json: { migrations }, text: `The database is up to date (${migrations} migrations).` };
  },
};
