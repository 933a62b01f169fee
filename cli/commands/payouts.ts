import { appendAudit } from "../../core/access/audit.js";
import { listPayouts } from "../../core/payouts/list-payouts.js";
import { approvePayout, payPayout } from "../../core/payouts/move-payout.js";
import type { Payout } from "../../core/payouts/payout-record.js";
import { formatCents } from "../../wire/money.js";
import { optionalText, requiredText, type Command, type CommandInput, type CommandResult } from "../command.js";
import { raceIdOf } from "./race-id.js";

const ACTOR = "cli";
const LIST_LIMIT = 200;

function describe(payout: Payout) {
  const { origin } = payout;
  return {
    id: payout.id,
    race: origin.kind === "race" ? origin.race : null,
    reward: origin.kind === "reward" ? origin.reward : null,
    player: payout.player,
    rank: origin.kind === "race" ? origin.rank : null,
    amount: formatCents(payout.amount),
    state: payout.state,
    destination: payout.destination,
    reference: payout.reference,
    allowed: payout.allowed,
  };
}

function line(payout: Payout): string {
  const { id, race, reward, player, rank, amount, state, destination } = describe(payout);
  const origin = (race ?? reward ?? "").padEnd(10);
  const place = rank === null ? "" : ` #${rank}`;
  return `${id.padStart(5)}  ${origin}  ${player.padEnd(8)}${place}  $${amount}  ${state.padEnd(9)}  ${destination ?? ""}`;
}

export const listPayoutsCommand: Command = {
  words: ["payouts", "list"],
  arguments: [],
  options: { race: { type: "string" } },
  summary: "The newest prizes on their way to their winners; --race ID for one race.",
  async run({ context, options }) {
    const race = optionalText(options, "race");
    const payouts = await listPayouts(context, {
      race: race === undefined ? undefined : raceIdOf(race),
      limit: LIST_LIMIT,
    });
    return {
      json: { payouts: payouts.map(describe) },
      text: payouts.map(line).join("\n") || "There are no payouts: a final race and each earned reward make them.",
    };
  },
};

export const approvePayoutCommand: Command = {
  words: ["payouts", "approve"],
  arguments: ["ID"],
  options: {},
  summary: "Lets a claimed prize be paid.",
  async run({ context, positionals: [id = ""] }) {
    return tell(context, await approvePayout(context, id, ACTOR), "payout.approve");
  },
};

export const payPayoutCommand: Command = {
  words: ["payouts", "pay"],
  arguments: ["ID"],
  options: { reference: { type: "string" } },
  summary: "Notes that an approved prize was sent: --reference N is the number of the payment.",
  async run({ context, positionals: [id = ""], options }) {
    const reference = requiredText(options, "reference");
    return tell(context, await payPayout(context, id, { reference }, ACTOR), "payout.pay");
  },
};

async function tell(context: CommandInput["context"], payout: Payout, action: string): Promise<CommandResult> {
  await context.db.transaction((tx) =>
    appendAudit(tx, context.clock.now(), {
      actor: ACTOR,
      action,
      subject: `payout:${payout.id}`,
      detail: describe(payout),
    }),
  );
  return { json: describe(payout), text: line(payout) };
}
