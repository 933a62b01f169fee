import type { MiniAppPagesMessages } from "../../../../messages/en/mini-app-pages.js";
import { ProblemError } from "../../lib/api/send.js";

/** Why a reward was refused, in the person's language; `undefined` for other failures. */
export function refusalOf(
  error: unknown,
  { refusals, challenges }: MiniAppPagesMessages["rewards"],
): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  if (error.status === 404) return refusals.unknown;
  if (error.status === 400) return challenges.badLink;
  const [reason = ""] = error.problem?.allowed ?? [];
  if (reason === "taken") return challenges.taken;
  return Object.entries(refusals).find(([known]) => known === reason)?.[1];
}
