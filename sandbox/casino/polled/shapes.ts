import type { House } from "./accounts.js";
import { formatAtto, type ShownRow } from "./view.js";

/** Goated's referral leaderboard. Written by hand, because amounts are JSON numbers that no float can hold. */
export function goatedBody(rows: readonly ShownRow[], sums: "true" | "wrong" | "none"): string {
  const data = rows.map(
    ({ uid, name, today, thisWeek, thisMonth, allTime }) =>
      `{"uid":${JSON.stringify(uid)},"name":${JSON.stringify(name)},"wagered":{"today":${formatAtto(today)},` +
      `"this_week":${formatAtto(thisWeek)},"this_month":${formatAtto(thisMonth)},"all_time":${formatAtto(allTime)}}}`,
  );
  const [today, week] = [sum(rows, "today"), sum(rows, "thisWeek")].map((one) =>
    sums === "wrong" ? one + 10n ** 21n : one,
  );
  const stated = sums === "none" ? "" : `,"today":${formatAtto(today ?? 0n)},"this_week":${formatAtto(week ?? 0n)}`;
  return `{"success":true,"data":[${data.join(",")}]${stated}}`;
}

function sum(rows: readonly ShownRow[], field: "today" | "thisWeek"): bigint {
  return rows.reduce((total, row) => total + row[field], 0n);
}

/** Half-open range of instants. */
export interface Range {
  readonly start: Date;
  readonly end: Date;
}

/** Rainbet's list: texts for amounts, and only who has wagered in the range. */
export function rainbetBody(house: House, { start, end }: Range): string {
  const affiliates = house.accounts.flatMap((account) => {
    const wagered = house.between(account.uid, start, end);
    if (wagered <= 0n) return [];
    return [{ id: account.uid, username: account.name, wagered_amount: formatAtto(wagered) }];
  });
  return JSON.stringify({ affiliates });
}

/** Roobet's statistics: everybody, with raw and weighted wager of the range as JSON numbers. */
export function roobetBody(house: House, { start, end }: Range): string {
  const rows = house.accounts.map(({ uid, name, movements }) => {
    const counted = movements.filter(({ atMs }) => atMs >= start.getTime() && atMs < end.getTime());
    const raw = counted.reduce((total, { atto }) => total + atto, 0n);
    const weighted = counted.reduce((total, { weightedAtto }) => total + weightedAtto, 0n);
    const [shownRaw, shownWeighted] = [raw, weighted].map((one) => formatAtto(one < 0n ? 0n : one));
    return `{"uid":${JSON.stringify(uid)},"username":${JSON.stringify(name)},"wagered":${shownRaw ?? "0"},"weightedWagered":${shownWeighted ?? "0"},"favoriteGameId":"slots:1","favoriteGameTitle":"Sugar Volcano","rankLevel":4,"rankLevelImage":"4.png"}`;
  });
  return `[${rows.join(",")}]`;
}

/** The list that an operator of Stake exports: totals by name. */
export function stakeCsv(rows: readonly ShownRow[]): string {
  const lines = rows
    .filter(({ allTime }) => allTime > 0n)
    .map(({ name, allTime }) => `"${name.replaceAll('"', '""')}",${formatAtto(allTime)}`);
  return ["username,wager", ...lines].join("\r\n");
}
