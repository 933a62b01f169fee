import type { MiniAppPagesMessages } from "../../../../messages/en/mini-app-pages.js";
import { ProblemError } from "../../lib/api/send.js";

/** Why a reward was refused, in the person's language; `undefined` for other failures. */
export function refusalOf(error: unknown, { refusals }: MiniAppPagesMessages["rewards"]): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  if (error.status === 404) return refusals.unknown;
  const [reason = ""] = error.problem?.allowed ?? [];
  return Object.entries(refusals).find(([known]) => known === reason)?.[1];
}
