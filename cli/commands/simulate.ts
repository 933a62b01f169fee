import { DEMO_SOURCE } from "../../core/demo/prepare-demo.js";
import { createSource } from "../../core/sources/create-source.js";
import { readCurrentSecret } from "../../core/sources/current-secret.js";
import { formatMicroUsd, microUsd } from "../../wire/money.js";
import { simulateCasino } from "../../sandbox/casino/simulate.js";
import { simulatePolled } from "./simulate-polled.js";
import { optionalText, UsageError, wholeNumber, type Command, type CommandInput } from "../command.js";

async function secretOf({ context }: CommandInput, slug: string): Promise<string> {
  return (
    (await readCurrentSecret(context, slug)) ??
    (await createSource(context, { slug, name: slug, mode: "events" }, { actor: "cli" })).secret
  );
}

export const simulate: Command = {
  words: ["simulate"],
  arguments: [],
  options: {
    rate: { type: "string" },
    players: { type: "string" },
    seconds: { type: "string" },
    source: { type: "string" },
    seed: { type: "string" },
    polled: { type: "boolean" },
    fault: { type: "string" },
    well: { type: "boolean" },
  },
  summary:
    "A casino that signs and posts wagers to the running receiver; with --polled, --fault and --well one that is asked for totals. Refused in production.",
  async run(input) {
    const { config, context, options, signal } = input;
    if (config.isProduction) throw new UsageError("simulate is for development: its bets are invented");
    if (options["polled"] === true || options["fault"] !== undefined || options["well"] === true) {
      return simulatePolled(input);
    }
    const source = optionalText(options, "source") ?? DEMO_SOURCE;
    const report = await simulateCasino({
      receiverUrl: `http://127.0.0.1:${config.webhookPort}`,
      source,
      secret: await secretOf(input, source),
      ratePerSecond: wholeNumber(options, "rate", 10, { min: 1, max: 50_000 }),
      players: wholeNumber(options, "players", 64, { min: 1, max: 1_000_000 }),
      seconds: wholeNumber(options, "seconds", 10, { min: 1, max: 3_600 }),
      seed: wholeNumber(options, "seed", 1, { min: 0, max: 2 ** 31 }),
      clock: context.clock,
      signal,
    });
    const total = formatMicroUsd(microUsd(report.totalMicroUsd));
    const { outcomes, bets, attempts, run } = report;
    return {
      json: { source, run, bets, attempts, outcomes, total },
      text: `${bets} bets worth $${total}: ${Object.entries(outcomes)
        .map(([name, count]) => `${count} ${name}`)
        .join(", ")}.`,
      isGood: outcomes.undelivered === 0,
    };
  },
};
