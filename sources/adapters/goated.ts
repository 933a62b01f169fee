import * as z from "zod";
import { roundTotal } from "../../core/ledger/total-rounding.js";
import { ADAPTERS } from "../../core/sources/adapter-capabilities.js";
import { sumDecimals } from "../../core/sources/exact-decimal.js";
import { SourceError, type SourceRow } from "../../core/sources/reading.js";
import type { Adapter, AdapterSettings } from "../adapter.js";
import { cutRows } from "../cut-rows.js";
import type { HttpGet } from "../http-get.js";
import { numberAmount, parseText, readBody, readShape, toReading } from "../read-answer.js";
import { rememberAnswer } from "../remember-answer.js";

/** Keys that are not named here may come and go. */
const row = z.object({
  uid: z.string().regex(/^[A-Za-z0-9]{1,64}$/, "is not a uid"),
  name: z.string().trim().min(1, "is empty"),
  wagered: z.object({
    today: numberAmount,
    this_week: numberAmount,
    this_month: numberAmount,
    all_time: numberAmount,
  }),
});

const leaderboard = z.object({
  success: z.literal(true),
  // Read one by one, see cutRows; here only that it is a list.
  data: z.array(z.unknown()),
  today: numberAmount.optional(),
  this_week: numberAmount.optional(),
});

/** The stated sums are exact; a cent is for the float they were added in. */
const SUM_TOLERANCE = 10_000n;

/**
 * Goated's referral leaderboard: every referred account at once, with totals since ever. `this_month`
 * and the other counters are for the monitor only; a score never comes from them.
 */
export function createGoatedAdapter({ baseUrl, account, credential }: AdapterSettings, get: HttpGet): Adapter {
  if (account === null || account.trim() === "") throw new SourceError("bad-request", "there is no referral code");
  const url = new URL(`${baseUrl}/user/affiliate/referral-leaderboard/${encodeURIComponent(account)}`);
  const headers: Record<string, string> = credential === null ? {} : { authorization: `Bearer ${credential}` };
  const ask = rememberAnswer(get);
  return {
    capabilities: ADAPTERS.goated.capabilities,
    async fetch(range) {
      if (range !== undefined) throw new SourceError("bad-request", "this source knows no windows, only totals");
      const answer = await ask(url, headers);
      const text = readBody(answer);
      const cut = cutRows(text, "data");
      const { today, this_week: thisWeek } = readShape(parseText(answer, cut?.rest ?? text), leaderboard);
      const rows = Array.from(cut?.rows ?? [], (one) => toRow(readShape(parseText(answer, one), row)));
      const wrong = {
        ...wrongSum(
          "today",
          today,
          rows.map(({ periods }) => periods?.today ?? "0"),
        ),
        ...wrongSum(
          "this_week",
          thisWeek,
          rows.map(({ periods }) => periods?.thisWeek ?? "0"),
        ),
      };
      return toReading(answer, rows, Object.keys(wrong).length === 0 ? {} : { wrongSums: wrong });
    },
  };
}

function toRow({ uid, name, wagered }: z.output<typeof row>): SourceRow {
  return {
    externalId: uid,
    displayName: name,
    amount: wagered.all_time,
    periods: { today: wagered.today, thisWeek: wagered.this_week, thisMonth: wagered.this_month },
  };
}

function wrongSum(field: string, stated: string | undefined, amounts: readonly string[]): Record<string, string> {
  if (stated === undefined) return {};
  const sum = sumDecimals(amounts);
  const off = roundTotal(stated) - roundTotal(sum);
  const isRight = off <= SUM_TOLERANCE && -off <= SUM_TOLERANCE;
  return isRight ? {} : { [`${field}Stated`]: stated, [`${field}OfRows`]: sum };
}
