import { ConflictError } from "../errors.js";
import type { Hindrance } from "./own-rewards.js";

/** Why a person does not get something that is there for others. */
export type Refusal = Hindrance | "cannot_write" | "not_yet" | "over" | "gone" | "already" | "too_little";

const SENTENCES: Record<Refusal, string> = {
  no_link: "Rewards belong to accounts that are proven to be yours: link one first.",
  break: "You take a break: nothing is given to you meanwhile.",
  not_eligible: "This account is not eligible for rewards.",
  cannot_write: "Start the bot first: codes are told in the private chat only.",
  not_yet: "It has not begun yet.",
  over: "It is over.",
  gone: "All of it is taken.",
  already: "You have had yours.",
  too_little: "The volume it asks for is not reached.",
};

/** Somebody asked for a reward that he cannot have; `allowed` carries the reason for programs. */
export class RewardRefusedError extends ConflictError {
  readonly reason: Refusal;
  constructor(reason: Refusal) {
    super(SENTENCES[reason], [reason]);
    this.reason = reason;
  }
}
