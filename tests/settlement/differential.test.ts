import fc from "fast-check";
import { expect, it } from "vitest";
import { addAdjustment } from "../../core/adjustments/adjust.js";
import { excludePlayer } from "../../core/settlement/exclude.js";
import { finalizeRace } from "../../core/settlement/finalize-race.js";
import { readResultText } from "../../core/settlement/read-result.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import { verifyResult } from "../../proof/verify-result.js";
import { formatMicroUsd, microUsd } from "../../wire/money.js";
import { createTestDatabase } from "../_database.js";
import { addEntries, addPlayers, addSource, testContext, type Entry } from "../core/_world.js";
import { endedRace, MINUTE } from "./_race.js";

const CENT = 10_000n;
const PLAYERS = 6;
/** Moments around both boundaries, in microseconds from the start and from the end. */
const MOMENTS = [
  ["start", -1n],
  ["start", 0n],
  ["start", 1n],
  ["start", 600_000_000n],
  ["end", -1n],
  ["end", 0n],
  ["end", 1n],
] as const;

const entry = fc.record({
  player: fc.nat(PLAYERS - 1),
  kind: fc.constantFrom("wager" as const, "wager" as const, "snapshot" as const, "opening" as const),
  /** Few different amounts, so that ties and sums of nothing are common. */
  amount: fc.constantFrom(-200n * CENT, 5_000n, 9_999n, 10_000n, 100n * CENT, 200n * CENT, 200n * CENT + 1n),
  at: fc.constantFrom(...MOMENTS),
  category: fc.constantFrom(null, "dice", "slots"),
  revision: fc.option(fc.constantFrom(0n, 1n, 33n, 100n * CENT)),
});
const money = (amounts: number[]) => [...amounts].sort((a, b) => b - a).map((cents) => (cents / 100).toFixed(2));
const prizes = fc
  .array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 5 })
  .filter((amounts) => amounts.some((amount) => amount > 0))
  .map(money);
const world = fc.record({
  entries: fc.array(entry, { maxLength: 25 }),
  adjustments: fc.array(fc.record({ player: fc.nat(PLAYERS - 1), amount: fc.constantFrom(-CENT, 3n, 150n * CENT) }), {
    maxLength: 2,
  }),
  excluded: fc.array(fc.nat(PLAYERS - 1), { maxLength: 2 }),
  tieRule: fc.constantFrom("split" as const, "first" as const),
  newcomers: fc.constantFrom("zero" as const, "first_seen" as const),
  weights: fc.constantFrom({}, { dice: "0.5" }, { dice: "0.333333", slots: "0" }),
  cap: fc.option(fc.constantFrom("1.5", "3"), { nil: undefined }),
  minWager: fc.constantFrom("0", "0.5", "1.000001"),
  prizes,
  growth: fc.option(fc.constantFrom("0.01", "0.5"), { nil: null }),
  floors: fc.constantFrom([], ["2.00", "1.00"], ["0.01"]),
  laneCap: fc.constantFrom("0.01", "1"),
  lanePrizes: prizes,
});
type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never;

/** Weighted worth, halves to the even neighbour. */
function worth(amount: bigint, category: string | null, weights: Partial<Record<string, string>>): bigint {
  const weight = BigInt(Math.round(Number(weights[category ?? ""] ?? "1") * 1e6));
  const [whole, rest] = [(amount * weight) / 1_000_000n, (amount * weight) % 1_000_000n];
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const isUp = twice > 1_000_000n || (twice === 1_000_000n && whole % 2n !== 0n);
  return isUp ? whole + (rest < 0n ? -1n : 1n) : whole;
}

const byText = (a: readonly unknown[], b: readonly unknown[]) => a.join(" ").localeCompare(b.join(" "));
const floorCents = (micros: bigint) => (micros - (((micros % CENT) + CENT) % CENT)) / CENT;
const toMicro = (usd: string) => BigInt(Math.round(Number(usd) * 1e6));
const toCents = (usd: string) => BigInt(Math.round(Number(usd) * 100));

interface Place {
  player: number;
  score: bigint;
  reachedAt: bigint;
  rank: number;
  /** What his tie gets in all, and how many share it; nothing below the minimum wager. */
  pool: bigint;
  share: number;
}

/** Ranks by comparing everybody with everybody, and pays by adding up the covered places one by one. */
function rank(
  field: Omit<Place, "rank" | "pool" | "share">[],
  tieRule: World["tieRule"],
  pays: (place: number, score: bigint) => bigint,
): Place[] {
  const isBefore = (a: (typeof field)[number], b: (typeof field)[number]) =>
    floorCents(a.score) > floorCents(b.score) ||
    (tieRule === "first" && floorCents(a.score) === floorCents(b.score) && a.reachedAt < b.reachedAt);
  return field.map((own) => {
    const better = field.filter((other) => isBefore(other, own)).length;
    const share = field.filter((other) => !isBefore(other, own) && !isBefore(own, other)).length;
    let pool = 0n;
    for (let at = 0; at < share; at++) pool += own.score > 0n ? pays(better + at, own.score) : 0n;
    return { ...own, rank: better + 1, pool, share };
  });
}

it("is what somebody would reckon by hand, whatever lies at the boundaries, is tied, capped, weighted or left out", async () => {
  await using database = await createTestDatabase();
  const { pool } = database;
  const context = testContext(pool);
  let number = 0;
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const slug = `casino-${number++}`;
      const source = await addSource(pool, slug);
      const other = await addSource(pool, `other-${slug}`);
      const players = await addPlayers(pool, source, PLAYERS);
      const [stranger] = await addPlayers(pool, other, 1);
      const base = given.prizes.reduce((sum, prize) => sum + toCents(prize), 0n);
      const limit = base + 50n;
      const { id, startsAt, endsAt } = await endedRace(pool, {
        sources: [slug],
        prizes: given.prizes,
        tieRule: given.tieRule,
        newcomers: given.newcomers,
        weights: given.weights,
        minWager: given.minWager,
        floors: given.floors.slice(0, given.prizes.length),
        lanes: [{ title: "Up to", cap: given.laneCap, prizes: given.lanePrizes }],
        ...(given.cap !== undefined && { cap: given.cap }),
        ...(given.growth !== null && { growth: { share: given.growth, limit: (Number(limit) / 100).toFixed(2) } }),
        graceMinutes: 60,
      });
      const micros = ([side, offset]: (typeof MOMENTS)[number]) =>
        BigInt((side === "start" ? startsAt : endsAt).getTime()) * 1_000n + offset;
      const iso = (at: bigint) =>
        new Date(Number(at / 1_000n)).toISOString().replace("Z", `${String(at % 1_000n).padStart(3, "0")}Z`);

      const rows: Entry[] = [{ source: other, player: stranger!, delta: 900n * CENT, at: startsAt }];
      const sums = Array.from({ length: PLAYERS }, () => ({ score: 0n, entries: 0, reachedAt: 0n }));
      const count = (player: number, counted: bigint, at: bigint) => {
        const sum = sums[player]!;
        if (counted === 0n) return;
        sum.score += counted;
        sum.entries++;
        if (at > sum.reachedAt) sum.reachedAt = at;
      };
      const [from, to] = [micros(["start", 0n]), micros(["end", 0n])];
      for (const [ref, { player, kind, amount, at: moment, category: game, revision }] of given.entries.entries()) {
        const at = micros(moment);
        const isSnapshot = kind !== "wager";
        const category = isSnapshot ? null : game;
        // A wager is worth nothing at least; a polled total may fall.
        const first = isSnapshot || amount > 0n ? amount : -amount;
        const chain = isSnapshot || revision === null ? [first] : [first, revision];
        for (const [seq, after] of chain.entries()) {
          const before = chain[seq - 1] ?? 0n;
          if (after === before) continue;
          const name = { ref: `${slug}-${ref}`, seq: seq + 1, kind: isSnapshot ? ("snapshot" as const) : kind };
          const coversFrom = kind === "snapshot" ? iso(at - BigInt(5 * MINUTE) * 1_000n) : null;
          rows.push({
            source,
            player: players[player]!,
            delta: after - before,
            amount: isSnapshot ? 10n ** 12n : after,
            at: iso(at),
            category,
            coversFrom,
            ...name,
          });
          const isIn = isSnapshot ? at > from && at <= to : at >= from && at < to;
          const isOpening = kind === "opening" && given.newcomers === "first_seen";
          if (isIn && !isOpening) {
            count(player, worth(after, category, given.weights) - worth(before, category, given.weights), at);
          }
        }
      }
      await addEntries(pool, rows);
      for (const { player, amount } of given.adjustments) {
        const request = { player: players[player]!, race: id, amount: microUsd(amount), reason: "by hand" };
        await addAdjustment(context, request, "user:1");
        count(player, amount, to - 1n);
      }
      for (const player of new Set(given.excluded)) {
        await excludePlayer(context, { player: players[player]!, race: id, kind: "alt", reason: "second" }, "user:1");
      }

      const cap = given.cap === undefined ? null : toMicro(given.cap);
      const least = toMicro(given.minWager);
      const listed = sums
        .map((sum, player) => ({ player, ...sum, score: cap !== null && sum.score > cap ? cap : sum.score }))
        .filter(({ score }) => score !== 0n)
        .map(({ reachedAt, ...row }) => ({ ...row, reachedAt: reachedAt / 1_000n }));
      const field = listed.filter(({ player }) => !given.excluded.includes(player));
      const total = field.reduce((sum, { score }) => sum + score, 0n);
      const table = given.prizes.map(toCents);
      if (given.growth !== null && total > 0n) {
        const grown = (total * toMicro(given.growth)) / 1_000_000n / CENT;
        const extra = grown < limit - base ? grown : limit - base;
        const parts = table.map((prize, at) => ({ at, rest: (extra * prize) % base, cents: (extra * prize) / base }));
        let left = extra - parts.reduce((sum, { cents }) => sum + cents, 0n);
        for (const part of [...parts].sort((a, b) => Number(b.rest - a.rest) || a.at - b.at)) {
          table[part.at]! += part.cents + (left > 0n ? 1n : 0n);
          if (left > 0n) left--;
        }
      }
      const floors = given.floors.map(toCents);
      const main = rank(field, given.tieRule, (place, score) => {
        const at = table.findIndex((_, rankAt) => rankAt >= place && floorCents(score) >= (floors[rankAt] ?? 0n));
        return at === -1 ? 0n : table[at]!;
      });
      const isPaid = ({ pool: sum, score }: Place) => sum > 0n && score >= least;

      const { version } = await settleRace(context, id, "user:1");
      const { rows: stored } = await pool.query<{
        player: string;
        rank: number | null;
        score: string;
        entries: number;
        reached: string;
        prize: string;
      }>(
        `select r.player_id::text as player, r.rank, r.score::text, r.entries, (extract(epoch from r.reached_at) * 1000)::bigint::text as reached,
                r.prize::text from race_result_rows r join race_results v on v.id = r.result_id where v.race_id = $1 and v.version = $2`,
        [id, version],
      );
      const indexOf = (text: string) => players.findIndex((player) => String(player) === text);
      const got = stored.map((row) => ({ ...row, player: indexOf(row.player), prize: BigInt(row.prize) }));
      expect(
        got
          .map(({ player, rank: place, score, entries, reached }) => [player, place, score, entries, reached])
          .toSorted(byText),
      ).toEqual(
        listed
          .map(({ player, score, entries, reachedAt }) => [
            player,
            main.find((place) => place.player === player)?.rank ?? null,
            score.toString(),
            entries,
            reachedAt.toString(),
          ])
          .toSorted(byText),
      );
      const prizeOf = (player: number) => got.find((row) => row.player === player)?.prize ?? 0n;
      const checkPrizes = (places: Place[], prize: (player: number) => bigint) => {
        for (const place of places) {
          const paid = isPaid(place) ? prize(place.player) - place.pool / BigInt(place.share) : prize(place.player);
          expect(paid === 0n || (paid === 1n && isPaid(place))).toBe(true);
          // Who is tied and has the minimum wager gets, with the others like him, all of what they share.
          const tie = places.filter((member) => member.rank === place.rank);
          const whole = tie.reduce((sum, { player }) => sum + prize(player), 0n);
          expect(whole === place.pool || !tie.every(isPaid)).toBe(true);
        }
      };
      checkPrizes(main, prizeOf);

      const laneCap = toMicro(given.laneCap);
      const laneField = field
        .filter(({ player, score }) => prizeOf(player) === 0n && score >= least && score > 0n)
        .map((row) => ({ ...row, score: row.score > laneCap ? laneCap : row.score }));
      const laneTable = given.lanePrizes.map(toCents);
      const lane = rank(laneField, given.tieRule, (place) => laneTable[place] ?? 0n).map((row) => ({
        ...row,
        score: least,
      }));
      const { rows: laneRows } = await pool.query<{ player: string; rank: number; prize: string }>(
        "select l.player_id::text as player, l.rank, l.prize::text from race_lane_rows l join race_results v on v.id = l.result_id where v.race_id = $1",
        [id],
      );
      const laneGot = laneRows.map((row) => ({ ...row, player: indexOf(row.player), prize: BigInt(row.prize) }));
      expect(laneGot.map((row) => [row.player, row.rank]).toSorted(byText)).toEqual(
        lane.map((row) => [row.player, row.rank]).toSorted(byText),
      );
      checkPrizes(lane, (player) => laneGot.find((row) => row.player === player)?.prize ?? 0n);

      const { document, checks } = await verifyResult(await readResultText(context, id));
      expect(checks.filter(({ isGood }) => !isGood)).toEqual([]);
      expect(document!.totalScore).toBe(formatMicroUsd(microUsd(total)));
      expect(document!.pool).toBe((Number(table.reduce((sum, prize) => sum + prize, 0n)) / 100).toFixed(2));
      await finalizeRace(context, id, "user:1");
      const { rows: owed } = await pool.query<{ sum: string }>(
        "select coalesce(sum(amount), 0)::text as sum from payouts where race_id = $1",
        [id],
      );
      const paid = [...got, ...laneGot].reduce((sum, { prize }) => sum + prize, 0n);
      expect(owed[0]!.sum).toBe(paid.toString());
    }),
    { numRuns: 40, endOnFailure: true },
  );
}, 60_000);
