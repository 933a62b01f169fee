import * as z from "zod";
import type { Clock } from "../../core/clock.js";
import { parseExactly } from "../../core/ledger/content/exact-json.js";
import { ADAPTERS } from "../../core/sources/adapter-capabilities.js";
import { SourceError } from "../../core/sources/reading.js";
import type { Adapter, AdapterSettings } from "../adapter.js";
import { dayRange } from "../day-range.js";
import type { HttpGet } from "../http-get.js";
import { NumberToken } from "../../wire/webhook-events.js";
import { numberAmount, readJson, readShape, toReading } from "../read-answer.js";

const stats = z.array(
  z.object({
    uid: z.string().regex(/^[\w-]{1,64}$/, "is not a uid"),
    username: z.string().trim().min(1, "is empty"),
    wagered: numberAmount,
    weightedWagered: numberAmount,
  }),
);

const { capabilities } = ADAPTERS.roobet;

/**
 * Roobet's affiliate statistics: raw and weighted wager of a range of days, the last day excluded. Which
 * of both counts is chosen once for a source, because each has baselines of its own.
 */
export function createRoobetAdapter(settings: AdapterSettings, get: HttpGet, clock: Clock): Adapter {
  const { baseUrl, credential, countedFrom } = settings;
  if (credential === null) throw new SourceError("bad-request", "there is no token");
  const account = settings.account ?? affiliateOf(credential);
  if (account === undefined) throw new SourceError("bad-request", "there is no affiliate id, and the token names none");
  return {
    capabilities,
    async fetch(range) {
      const { first, afterLast } = dayRange(range, countedFrom, capabilities, clock.now());
      const url = new URL(`${baseUrl}/affiliate/v2/stats`);
      url.search = new URLSearchParams({ userId: account, startDate: first, endDate: afterLast }).toString();
      const answer = await get(url, { authorization: `Bearer ${credential}` });
      const rows = readShape(readJson(answer), stats)
        .map((one) => ({
          externalId: one.uid,
          displayName: one.username,
          amount: one.wagered,
          weighted: one.weightedWagered,
        }))
        // It names everybody who ever registered; who has not wagered is no player yet.
        .filter(({ amount }) => /[1-9]/.test(amount));
      return toReading(answer, rows);
    },
  };
}

const claims = z.object({
  id: z.union([z.string().min(1), z.instanceof(NumberToken).transform(({ text }) => text)]),
});

/** The affiliate's id is the claim `id` of his token. Nobody's word is taken for anything here, so it is not verified. */
function affiliateOf(token: string): string | undefined {
  try {
    const text = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
    return claims.safeParse(parseExactly(text)).data?.id;
  } catch {
    return undefined; // Not a token of that form.
  }
}
