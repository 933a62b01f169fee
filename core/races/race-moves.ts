import type { RaceStatus } from "../../wire/race.js";
import { ConflictError } from "../errors.js";

/** What people and the scheduler may do to a race; the names are those of the API's paths. */
export type RaceAction =
  | "publish"
  | "change"
  | "extend"
  | "end-early"
  | "settle"
  | "finalize"
  | "correct"
  | "dispute"
  | "void";

const ALLOWED: Record<RaceStatus, readonly RaceAction[]> = {
  draft: ["change", "publish", "void"],
  scheduled: ["change", "void"],
  live: ["change", "extend", "end-early", "void"],
  settling: ["settle", "void"],
  provisional: ["finalize", "correct", "dispute", "void"],
  final: ["correct"],
  paid: ["correct"],
  void: [],
};

export function allowedActions(status: RaceStatus): readonly RaceAction[] {
  return ALLOWED[status];
}

/** @throws ConflictError with the moves that are allowed now */
export function requireAction(status: RaceStatus, action: RaceAction): void {
  const allowed = ALLOWED[status];
  if (allowed.includes(action)) return;
  const hint = allowed.length === 0 ? "Nothing is allowed any more." : `Allowed now: ${allowed.join(", ")}.`;
  throw new ConflictError(`A race that is ${status} cannot "${action}". ${hint}`, allowed);
}
