import fc from "fast-check";
import type { Pool } from "pg";
import { describe, expect, it } from "vitest";
import { AppError, ConflictError, ForbiddenError, NotFoundError } from "../../core/errors.js";
import { keepLinkDeadlines } from "../../core/links/links-by-clock.js";
import { objectToTransfer, removeLink, submitEvidence } from "../../core/links/own-links.js";
import { approveLink, listLinks, rejectLink } from "../../core/links/review-links.js";
import type { Link } from "../../core/links/link-record.js";
import { createTestDatabase } from "../_database.js";
import { addPerson, ask, letTimePass, linkWorld, notices, proveByWagers, stateOf, type LinkWorld } from "./_links.js";

const ADMIN = { actor: "user:900" };

async function linked(world: LinkWorld, user: number, player: string): Promise<Link> {
  const link = await ask(world, await addPerson(world.pool, user), player);
  await proveByWagers(world, link);
  return link;
}

describe("an account that changes hands", () => {
  it("does so after the cooling-off time; the owner before is told, and may object", async () => {
    await using database = await createTestDatabase();
    const world = await linkWorld(database.pool);
    const before = await linked(world, 1, "U1");
    const heir = await linked(world, 2, "U1");
    expect([await stateOf(world.pool, before), await stateOf(world.pool, heir)]).toEqual(["approved", "cooling"]);
    expect(await keepLinkDeadlines(world.context)).toBe(0);
    await letTimePass(world.pool, heir);
    expect(await keepLinkDeadlines(world.context)).toBe(1);
    expect([await stateOf(world.pool, before), await stateOf(world.pool, heir)]).toEqual(["ended", "approved"]);
    expect(await notices(world.pool)).toEqual(["1 linked", "2 cooling", "1 contested", "1 taken", "2 linked"]);
  });

  it("waits for an administrator when the owner objects", async () => {
    await using database = await createTestDatabase();
    const world = await linkWorld(database.pool);
    const before = await linked(world, 1, "U1");
    await expect(objectToTransfer(world.context, before.id, before.user, "not me")).rejects.toBeInstanceOf(
      ConflictError,
    );
    const heir = await linked(world, 2, "U1");
    await expect(objectToTransfer(world.context, before.id, heir.user, "mine")).rejects.toBeInstanceOf(NotFoundError);
    await objectToTransfer(world.context, before.id, before.user, "That was not me.");
    await letTimePass(world.pool, heir);
    expect(await keepLinkDeadlines(world.context)).toBe(0);
    const [queued] = await listLinks(world.context, { states: ["under_review"], limit: 10 });
    expect(queued).toMatchObject({ id: heir.id, proof: "wager_pattern" });
    expect(queued!.evidence).toContain("That was not me.");
    await rejectLink(world.context, heir.id, { reason: "The owner before keeps it." }, ADMIN);
    expect([await stateOf(world.pool, before), await stateOf(world.pool, heir)]).toEqual(["approved", "rejected"]);
  });

  it("is judged by an administrator when two people prove somebody else's account", async () => {
    await using database = await createTestDatabase();
    const world = await linkWorld(database.pool);
    await linked(world, 1, "U1");
    const [second, third] = [await linked(world, 2, "U1"), await linked(world, 3, "U1")];
    expect([await stateOf(world.pool, second), await stateOf(world.pool, third)]).toEqual(["cooling", "under_review"]);
  });

  it("cools off too when the last owner has just left it, or the person comes from another account", async () => {
    await using database = await createTestDatabase();
    const world = await linkWorld(database.pool);
    const left = await linked(world, 1, "U1");
    await removeLink(world.context, left.id, left.user);
    expect(await stateOf(world.pool, await linked(world, 2, "U1"))).toBe("cooling");
    expect(await stateOf(world.pool, await linked(world, 1, "U2"))).toBe("cooling");
    // The same person with the same account: nobody else could lose anything.
    const own = await linked(world, 3, "U3");
    await removeLink(world.context, own.id, own.user);
    expect(await stateOf(world.pool, await linked(world, 3, "U3"))).toBe("approved");
  });
});

describe("reviewed evidence", () => {
  async function queued(world: LinkWorld, user: number, player: string): Promise<Link> {
    const link = await ask(world, await addPerson(world.pool, user), player);
    return submitEvidence(world.context, link.id, link.user, {
      text: "I can show my deposit of 3 May.",
      picture: null,
    });
  }

  it("is approved once by two administrators at the same moment, and decided requests do not change", async () => {
    await using database = await createTestDatabase();
    const world = await linkWorld(database.pool);
    const link = await queued(world, 1, "U1");
    const outcomes = await Promise.allSettled(
      ["user:900", "user:901"].map((actor) => approveLink(world.context, link.id, { transfer: false }, { actor })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(rejectLink(world.context, link.id, { reason: "too late" }, ADMIN)).rejects.toBeInstanceOf(
      ConflictError,
    );
    expect(await stateOf(world.pool, link)).toBe("approved");
  });

  it("of two people for one account gives it to one of them", async () => {
    await using database = await createTestDatabase();
    const world = await linkWorld(database.pool);
    const links = [await queued(world, 1, "U1"), await queued(world, 2, "U1")];
    const outcomes = await Promise.allSettled(
      links.map((link) => approveLink(world.context, link.id, { transfer: false }, ADMIN)),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const states = await Promise.all(links.map((link) => stateOf(world.pool, link)));
    expect(states.sort()).toEqual(["approved", "under_review"]);
    const waiting = (await listLinks(world.context, { states: ["under_review"], limit: 10 }))[0]!;
    await approveLink(world.context, waiting.id, { transfer: true }, ADMIN);
    const after = await Promise.all(links.map((link) => stateOf(world.pool, link)));
    expect(after.sort()).toEqual(["approved", "ended"]);
  });

  it("is not approved by the person himself, nor touched by a stranger", async () => {
    await using database = await createTestDatabase();
    const world = await linkWorld(database.pool);
    const link = await queued(world, 1, "U1");
    const stranger = await addPerson(world.pool, 2);
    await expect(approveLink(world.context, link.id, { transfer: true }, { actor: "user:1" })).rejects.toBeInstanceOf(
      ForbiddenError,
    );
    await expect(removeLink(world.context, link.id, stranger)).rejects.toBeInstanceOf(NotFoundError);
    await expect(
      submitEvidence(world.context, link.id, stranger, { text: "mine", picture: null }),
    ).rejects.toBeInstanceOf(NotFoundError);
    for (const id of ["0", "x", "1; drop", "99"])
      await expect(removeLink(world.context, id, stranger)).rejects.toBeInstanceOf(NotFoundError);
  });
});

describe("the database itself", () => {
  it.each([
    ["update links set state = 'rejected', reason = 'no reason'", "23001"],
    ["update links set decided_by = 'me'", "23001"],
    ["update links set user_id = 2", "23001"],
    ["update links set player_id = player_id + 1", "23001"],
    ["delete from links", "23001"],
    [
      "insert into links (user_id, source_id, player_id, state, proof) select 2, source_id, player_id, 'approved', 'demo' from links",
      "23505",
    ],
    [
      "insert into links (user_id, source_id, player_id, state, proof) select 1, source_id, id, 'approved', 'demo' from players where external_id = 'U2'",
      "23505",
    ],
    [
      "insert into links (user_id, source_id, player_id, state) select 2, source_id, id, 'approved' from players where external_id = 'U2'",
      "23514",
    ],
    [
      "insert into links (user_id, source_id, player_id, state) select 2, source_id, id, 'pending' from players where external_id = 'U2'",
      "23514",
    ],
  ])("refuses: %s", async (statement, code) => {
    await using database = await createTestDatabase();
    const world = await linkWorld(database.pool);
    await linked(world, 1, "U1");
    await addPerson(world.pool, 2);
    await expect(world.pool.query(statement)).rejects.toMatchObject({ code });
  });
});

/** Steps that people, administrators and the clock take, in any order. */
type Step =
  | { kind: "ask" | "evidence" | "remove" | "object" | "prove"; person: number; account: number }
  | { kind: "approve" | "transfer" | "reject"; at: number }
  | { kind: "clock"; at: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("ask", "ask", "ask", "prove", "prove", "evidence", "remove", "object"),
    person: fc.integer({ min: 1, max: 3 }),
    account: fc.integer({ min: 1, max: 2 }),
  }),
  fc.record({ kind: fc.constantFrom("approve", "transfer", "reject"), at: fc.nat(3) }),
  fc.record({ kind: fc.constant("clock" as const), at: fc.nat(3) }),
);

interface Row {
  id: string;
  user_id: string;
  player_id: string;
  state: string;
  proof: string | null;
}

const OPEN = ["pending", "under_review", "cooling"];

async function readRows(pool: Pool): Promise<Row[]> {
  const { rows } = await pool.query<Row>("select id, user_id, player_id, state, proof from links order by id");
  return rows;
}

async function take(world: LinkWorld, { ...taken }: Step): Promise<void> {
  const rows = await readRows(world.pool);
  if ("person" in taken) {
    const mine = rows.filter((row) => Number(row.user_id) === taken.person);
    const open = mine.find((row) => OPEN.includes(row.state));
    const user = await addPerson(world.pool, taken.person);
    const active = mine.find((row) => row.state === "approved");
    if (taken.kind === "ask") await ask(world, user, `U${taken.account}`);
    else if (taken.kind === "prove" && open?.state === "pending") {
      const account = world.players.indexOf(Number(open.player_id) as (typeof world.players)[number]);
      await proveByWagers(world, await ask(world, user, `U${account + 1}`));
    } else if (taken.kind === "evidence" && open !== undefined)
      await submitEvidence(world.context, open.id, user, { text: "see my account", picture: null });
    else if (taken.kind === "remove" && (active ?? open) !== undefined)
      await removeLink(world.context, (active ?? open)!.id, user);
    else if (taken.kind === "object" && active !== undefined)
      await objectToTransfer(world.context, active.id, user, "not me");
    return;
  }
  const open = rows.filter((row) => OPEN.includes(row.state));
  const one = open[taken.at % Math.max(open.length, 1)];
  if (one === undefined) return;
  if (taken.kind === "clock") {
    await letTimePass(world.pool, one);
    await keepLinkDeadlines(world.context);
  } else if (taken.kind === "reject") await rejectLink(world.context, one.id, { reason: "not shown" }, ADMIN);
  else await approveLink(world.context, one.id, { transfer: taken.kind === "transfer" }, ADMIN);
}

it("however people, administrators and the clock act, an account has one owner with a proof, and what was decided stays", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
      await using database = await createTestDatabase();
      const world = await linkWorld(database.pool, { players: 2 });
      let before: Row[] = [];
      for (const one of steps) {
        // Refusals of ours are fine; an error of the database would mean that a move was not thought of.
        await take(world, one).catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error;
        });
        const after = await readRows(database.pool);
        for (const row of after) seen.add(row.state);
        const active = after.filter((row) => row.state === "approved");
        expect(new Set(active.map((row) => row.player_id)).size).toBe(active.length);
        expect(new Set(active.map((row) => row.user_id)).size).toBe(active.length);
        expect(active.every((row) => row.proof !== null)).toBe(true);
        const changed = before.filter(
          (row, at) => !OPEN.includes(row.state) && JSON.stringify(row) !== JSON.stringify(after[at]),
        );
        expect(changed.filter((row) => row.state !== "approved")).toEqual([]);
        const left = changed.map((row) => after.find(({ id }) => id === row.id)!.state);
        expect(left.every((state) => state === "ended")).toBe(true);
        before = after;
      }
    }),
    { numRuns: 15, seed: 20261122 },
  );
  expect([...seen].sort()).toEqual([
    "approved",
    "cooling",
    "ended",
    "expired",
    "pending",
    "rejected",
    "under_review",
    "withdrawn",
  ]);
});
