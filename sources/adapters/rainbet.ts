import * as z from "zod";
import type { Clock } from "../../core/clock.js";
import { ADAPTERS } from "../../core/sources/adapter-capabilities.js";
import { SourceError } from "../../core/sources/reading.js";
import type { Adapter, AdapterSettings } from "../adapter.js";
import { dayRange } from "../day-range.js";
import type { HttpGet } from "../http-get.js";
import { readJson, readShape, textAmount, toReading } from "../read-answer.js";
import { NumberToken } from "../../wire/webhook-events.js";

const id = z.union([
  z.string().regex(/^[\w-]{1,64}$/, "is not an id"),
  z.instanceof(NumberToken).transform(({ text }) => text),
]);

const affiliates = z.object({
  affiliates: z.array(
    z.object({ id: id.optional(), username: z.string().trim().min(1, "is empty"), wagered_amount: textAmount }),
  ),
});

const { capabilities } = ADAPTERS.rainbet;

/**
 * Rainbet's affiliate list: amounts as texts, whole days of UTC, the last day included. It is asked from
 * the day on which its source began to count, so that what it says only grows; a closed window can be asked again.
 */
export function createRainbetAdapter(settings: AdapterSettings, get: HttpGet, clock: Clock): Adapter {
  const { baseUrl, credential, countedFrom } = settings;
  if (credential === null) throw new SourceError("bad-request", "there is no key");
  return {
    capabilities,
    async fetch(range) {
      const { first, last } = dayRange(range, countedFrom, capabilities, clock.now());
      const url = new URL(`${baseUrl}/v1/external/affiliates`);
      url.search = new URLSearchParams({ start_at: first, end_at: last, key: credential }).toString();
      const answer = await get(url, {});
      const { affiliates: list } = readShape(readJson(answer), affiliates);
      const withId = list.filter((one) => one.id !== undefined).length;
      // Some with and some without would make one player two, whichever is taken for the key.
      if (withId !== 0 && withId !== list.length)
        throw new SourceError("bad-shape", "some rows have an id and some none");
      const rows = list.map(({ id: externalId, username, wagered_amount: amount }) => ({
        externalId: externalId ?? username,
        displayName: username,
        amount,
      }));
      return toReading(answer, rows);
    },
  };
}
