import { useCallback } from "react";
import { verifyResult, type Verification } from "../../../../proof/verify-result.js";
import { race as raceSchema, type Race } from "../../../../wire/race.js";
import { ProblemError } from "../../lib/api/send.js";
import { useServices, type Services } from "../../lib/services.js";
import { useLoaded } from "../../lib/use-loaded.js";
import type { Published } from "./inspect-file.js";

/** About 300 bytes each: 6 MB, which a cheap phone loads and checks in a few seconds. */
const MOST_PLAYERS = 20_000;

export type PublishedView =
  | { phase: "loading" | "missing" | "failed" }
  | { phase: "not-yet" | "too-large"; race: Race }
  | { phase: "checked"; race: Race; verification: Verification; published: Published | undefined };

function isMissing(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 404;
}

async function readText(api: Services["api"], raceId: string): Promise<string | undefined> {
  try {
    return await api.readText(`/races/${raceId}/results`);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function loadPublished(api: Services["api"], raceId: string): Promise<PublishedView> {
  const race = await api.read(`/races/${raceId}`, raceSchema);
  if (race.players > MOST_PLAYERS) return { phase: "too-large", race };
  const text = await readText(api, raceId);
  if (text === undefined) return { phase: "not-yet", race };
  const verification = await verifyResult(text);
  const { document } = verification;
  return { phase: "checked", race, verification, published: document === null ? undefined : { text, document } };
}

/** The race's newest result file, read and checked on this device. */
export function usePublished(raceId: string): [view: PublishedView, reload: () => void] {
  const { api } = useServices();
  const [loaded, { reload }] = useLoaded(useCallback(() => loadPublished(api, raceId), [api, raceId]));
  if (loaded.phase === "ready") return [loaded.value, reload];
  return [{ phase: loaded.phase === "failed" && isMissing(loaded.error) ? "missing" : loaded.phase }, reload];
}
