import type { LaneInput, RaceLane } from "../../../../../../wire/race-lanes.js";
import { readPrizes } from "../../rewards/worth.js";

/** What a lane is for: each kind shows the fields it needs. */
export type LaneKind = "division" | "improved" | "capped";
export const LANE_KINDS: readonly LaneKind[] = ["division", "improved", "capped"];

/** A lane as it is typed: everything is text until it is sent. */
export interface LaneDraft {
  kind: LaneKind;
  title: string;
  /** Volume of the month before the race. */
  from: string;
  below: string;
  cap: string;
  /** In one line, such as `50 25`. */
  prizes: string;
}

export function emptyLane(kind: LaneKind): LaneDraft {
  return { kind, title: "", from: "", below: "", cap: "", prizes: "" };
}

/** Cuts the zeros that the wire's fixed decimals bring. */
function plain(amount: string | null | undefined): string {
  return (amount ?? "").replace(/\.?0+$/, "");
}

export function laneDraftOf({ title, counts, cap, lastMonth, prizes }: RaceLane): LaneDraft {
  const kind = counts === "improvement" ? "improved" : cap === null ? "division" : "capped";
  return {
    kind,
    title,
    from: plain(lastMonth?.from).replace(/^0$/, ""),
    below: plain(lastMonth?.below),
    cap: plain(cap),
    prizes: prizes.map(plain).join(" "),
  };
}

/** As the API takes it; `undefined` while something is missing. The API refuses the rest in its own words. */
export function laneInputOf(draft: LaneDraft): LaneInput | undefined {
  const [title, from, below, cap] = [draft.title, draft.from, draft.below, draft.cap].map((text) => text.trim());
  const prizes = readPrizes(draft.prizes);
  if (title === undefined || title === "" || prizes.length === 0) return undefined;
  if (draft.kind === "capped" && cap === "") return undefined;
  if (draft.kind === "division" && from === "" && below === "") return undefined;
  const lastMonth = { ...(from !== "" && { from }), ...(below !== "" && { below }) };
  return {
    title,
    prizes,
    counts: draft.kind === "improved" ? "improvement" : "score",
    ...(cap !== "" && { cap }),
    ...(Object.keys(lastMonth).length > 0 && { lastMonth }),
  };
}
