import type { LaneInput, RaceLane } from "../../../../../../wire/race-lanes.js";
import { readPrizes } from "../../rewards/worth.js";

/** What a lane is for: each kind shows the fields it needs. */
export type LaneKind = "division" | "improved" | "capped" | "squads";
export const LANE_KINDS: readonly LaneKind[] = ["division", "improved", "capped", "squads"];

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
  /** Most members of a squad. */
  most: string;
  /** Hours after the start in which squads are joined; empty is for the API to say. */
  joinHours: string;
}

export function emptyLane(kind: LaneKind): LaneDraft {
  return {
    kind,
    title: "",
    from: "",
    below: "",
    cap: "",
    prizes: "",
    most: kind === "squads" ? "5" : "",
    joinHours: "",
  };
}

/** Cuts the zeros that the wire's fixed decimals bring. */
function plain(amount: string | null | undefined): string {
  return (amount ?? "").replace(/\.?0+$/, "");
}

export function laneDraftOf({ title, counts, cap, lastMonth, prizes, squads }: RaceLane): LaneDraft {
  const single = counts === "improvement" ? "improved" : cap === null ? "division" : "capped";
  const kind = squads === undefined ? single : "squads";
  return {
    kind,
    title,
    from: plain(lastMonth?.from).replace(/^0$/, ""),
    below: plain(lastMonth?.below),
    cap: plain(cap),
    prizes: prizes.map(plain).join(" "),
    most: squads === undefined ? "" : String(squads.most),
    joinHours: squads === undefined ? "" : String(squads.joinMinutes / 60),
  };
}

/** As the API takes it; `undefined` while something is missing. The API refuses the rest in its own words. */
export function laneInputOf(draft: LaneDraft): LaneInput | undefined {
  const [title, from, below, cap] = [draft.title, draft.from, draft.below, draft.cap].map((text) => text.trim());
  const prizes = readPrizes(draft.prizes);
  if (title === undefined || title === "" || prizes.length === 0) return undefined;
  if ((draft.kind === "capped" || draft.kind === "squads") && cap === "") return undefined;
  const [most, hours] = [Number(draft.most), draft.joinHours.trim()];
  const joinMinutes = Math.round(Number(hours.replace(",", ".")) * 60);
  if (draft.kind === "squads" && !(Number.isInteger(most) && most >= 2 && Number.isFinite(joinMinutes)))
    return undefined;
  if (draft.kind === "division" && from === "" && below === "") return undefined;
  const lastMonth = { ...(from !== "" && { from }), ...(below !== "" && { below }) };
  return {
    title,
    prizes,
    counts: draft.kind === "improved" ? "improvement" : "score",
    ...(cap !== "" && { cap }),
    ...(Object.keys(lastMonth).length > 0 && { lastMonth }),
    ...(draft.kind === "squads" && { squads: { most, ...(hours !== "" && { joinMinutes }) } }),
  };
}
