import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Command } from "../../cli/command.js";
import { importLinksCommand, importWinnersCommand } from "../../cli/commands/import.js";
import { erasePersonCommand, exportPersonCommand } from "../../cli/commands/people.js";
import { parseConfig } from "../../config.js";
import { InvalidInputError } from "../../core/errors.js";
import { addPlayers, addSource, testContext } from "../core/_world.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "goatedvips-people-"));
  const source = await addSource(database.pool, "goat");
  await addPlayers(database.pool, source, 3);
  await database.pool.query(
    `insert into telegram_users (id, first_name, username) values (7, 'Olga', 'olga'), (8, 'Pavel', 'pavel');
     insert into user_roles (user_id, role) values (7, 'owner')`,
  );
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await database[Symbol.asyncDispose]();
});

async function run(command: Command, argument: string, options: Record<string, string | boolean> = {}) {
  const { json } = await command.run({
    config: parseConfig({}),
    context: testContext(database.pool),
    databaseUrl: database.url,
    positionals: [argument],
    options,
    signal: new AbortController().signal,
  });
  return json;
}

async function links(): Promise<string[]> {
  const { rows } = await database.pool.query<{ is: string }>(
    `select l.user_id || ' ' || p.external_id as is from links l join players p on p.id = l.player_id
     where l.state = 'approved' order by 1`,
  );
  return rows.map((row) => row.is);
}

describe("links of another program", () => {
  it("are shown first and taken over when asked to, line by line where one contradicts another", async () => {
    const path = join(folder, "links.csv");
    await writeFile(path, "telegram_id,source,player\n8,goat,U1\n9,goat,U1\n8,goat,U2\n10,nowhere,U3\n11,goat,U99\n");
    const counts = { linked: 2, player_taken: 1, person_has_another: 1, unknown_source: 1 };
    expect(await run(importLinksCommand, path)).toMatchObject({ applied: false, counts });
    expect(await links(), "a dry run writes nothing").toEqual([]);
    const done = await run(importLinksCommand, path, { apply: true });
    expect(done).toMatchObject({ applied: true, counts });
    expect(done["refused"]).toEqual([
      { line: 3, telegramId: 9, player: "goat:U1", outcome: "player_taken" },
      { line: 4, telegramId: 8, player: "goat:U2", outcome: "person_has_another" },
      { line: 5, telegramId: 10, player: "nowhere:U3", outcome: "unknown_source" },
    ]);
    expect(await links()).toEqual(["11 U99", "8 U1"]);
    expect(await run(importLinksCommand, path, { apply: true })).toMatchObject({ counts: { known: 2 } });
  });
});

describe("winners of another program", () => {
  const head = "race,ended,place,name,prize,wagered\n";

  it("are shown first and taken over once, however often the file is read", async () => {
    const path = join(folder, "winners.csv");
    await writeFile(
      path,
      `${head}"May, weekly",2026-05-31,1,Ann,500.00,120000.5\n"May, weekly",2026-05-31,2,Bo,250,\n`,
    );
    const kept = async () =>
      (
        await database.pool.query(
          "select race, ended_on::text, place, name, prize_cents, wagered from imported_winners order by place",
        )
      ).rows;
    expect(await run(importWinnersCommand, path)).toEqual({ applied: false, lines: 2, races: 1, added: 0 });
    expect(await kept(), "a dry run writes nothing").toEqual([]);
    expect(await run(importWinnersCommand, path, { apply: true })).toMatchObject({ applied: true, added: 2 });
    expect(await run(importWinnersCommand, path, { apply: true })).toMatchObject({ applied: true, added: 0 });
    const race = { race: "May, weekly", ended_on: "2026-05-31" };
    expect(await kept()).toEqual([
      { ...race, place: 1, name: "Ann", prize_cents: "50000", wagered: "120000500000" },
      { ...race, place: 2, name: "Bo", prize_cents: "25000", wagered: null },
    ]);
    const { rows } = await database.pool.query("select delta from ledger");
    expect(rows, "no money comes of it").toEqual([]);
  });

  it.each([
    ["May,2026-02-30,1,Ann,1,", /line 2: "2026-02-30" is no day/],
    ["May,31.05.2026,1,Ann,1,", /is no day/],
    ["May,2026-05-31,0,Ann,1,", /line 2: "0" is no place/],
    ["May,2026-05-31,1,,1,", /a winner has a name/],
    ["May,2026-05-31,1,Ann,$5,", /"\$5" is no prize/],
    ["May,2026-05-31,1,Ann,5.001,", /is no prize/],
    ["May,2026-05-31,1,Ann,5,-1", /"-1" is no amount/],
    [",2026-05-31,1,Ann,5,", /a race has a title/],
  ])("are refused with the line that is wrong: %s", async (line, message) => {
    const path = join(folder, "wrong.csv");
    await writeFile(path, `${head}${line}\n`);
    const refusal = run(importWinnersCommand, path, { apply: true });
    await expect(refusal).rejects.toThrow(InvalidInputError);
    await expect(refusal).rejects.toThrow(message);
  });
});

describe("what is kept about a person", () => {
  it("is given out whole, and erased only when said so", async () => {
    const given = await run(exportPersonCommand, "8");
    expect(given).toMatchObject({ person: [{ first_name: "Pavel" }], links: [{ source: "goat", player: "U1" }] });
    expect(JSON.stringify(given)).not.toContain("sha256");
    expect(await run(erasePersonCommand, "8")).toMatchObject({ erased: false, links: 1 });
    expect(await run(exportPersonCommand, "8")).toEqual(given);
    expect(await run(erasePersonCommand, "8", { yes: true })).toMatchObject({ erased: true });
    const left = await run(exportPersonCommand, "8");
    expect(JSON.stringify(left)).not.toMatch(/Pavel|pavel/);
    expect(await links()).toEqual(["11 U99"]);
  });

  it("is not invented, and the last owner stays", async () => {
    await expect(run(exportPersonCommand, "12345")).rejects.toThrow("not known");
    await expect(run(exportPersonCommand, "olga")).rejects.toThrow("no Telegram id");
    await expect(run(erasePersonCommand, "7", { yes: true })).rejects.toThrow("only owner");
  });
});
