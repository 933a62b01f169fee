import { ConflictError } from "../errors.js";
import type { Hindrance } from "../rewards/own-rewards.js";

/** Why somebody cannot form, join or leave a squad now. */
export type SquadRefusal = Hindrance | "closed" | "full" | "in_a_squad" | "name_taken";

const SENTENCES: Record<SquadRefusal, string> = {
  no_link: "A squad is joined with an account of one of the race's casinos that is proven to be yours: link one first.",
  break: "You take a break: it keeps you out of squads.",
  not_eligible: "None of your accounts can take part in this race.",
  closed: "The time to form, join and leave squads of this race is over.",
  full: "This squad is full.",
  in_a_squad: "You, or the account, are in a squad of this race: leave it first.",
  name_taken: "A squad of this race has such a name.",
};

/** Somebody asked for a change of squads that is not his to make now; `allowed` carries the reason for programs. */
export class SquadRefusedError extends ConflictError {
  readonly reason: SquadRefusal;
  constructor(reason: SquadRefusal) {
    super(SENTENCES[reason], [reason]);
    this.reason = reason;
  }
}
