import type * as z from "zod/mini";
import type { settlementFlag, settlementSummary } from "../../../../../wire/admin-settlement.js";
import type { admin } from "../../../../../messages/en/admin.js";
import type { Locale } from "../../../../../messages/locale.js";
import { formatInstant } from "../../../lib/duration.js";
import { formatWager } from "../../../lib/money-format.js";
import { amountOf } from "../parts/amounts.js";

type Block = z.infer<typeof settlementSummary>["blocks"][number];
type Flag = z.infer<typeof settlementFlag>;

/** What is needed to say a finding. */
export interface Saying {
  words: (typeof admin)["settle"];
  locale: Locale;
  dateLocale: string;
  nameOf: (id: string) => string;
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** A block as a sentence; kinds that a newer server knows are named as they are. */
export function blockText(block: Block, { words, locale, dateLocale, nameOf }: Saying): string {
  const name = nameOf(textOf(block["player"]));
  switch (block.kind) {
    case "source_silent":
      return `${words.sourceSilent(textOf(block["source"]))} ${formatInstant(textOf(block["lastAcceptedAt"]), dateLocale)}`;
    case "too_few_snapshots":
      return words.tooFewSnapshots(textOf(block["source"]), Number(block["snapshots"]), Number(block["needed"]));
    case "open_newcomer":
      // Blocks carry their amounts as the ledger has them: micro-USD as digits.
      return words.openNewcomer(name, formatWager(amountOf(BigInt(textOf(block["amount"]))), locale));
    case "uncertain_boundary":
      return words.uncertain(
        Number(block["rank"]),
        block["lane"] === undefined ? name : `${name} (${textOf(block["lane"])})`,
      );
    default:
      return block.kind;
  }
}

/** A flag's evidence as a sentence. */
export function flagText(flag: Flag, { words, locale, dateLocale, nameOf }: Saying): string {
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  switch (flag.kind) {
    case "burst_at_end":
      return words.burst(percent.format(flag.shareInLastTwentieth));
    case "equal_scores":
      return words.equal(flag.with.map(nameOf).join(", "));
    case "new_account":
      return words.newAccount(formatInstant(flag.firstSeenAt, dateLocale));
    case "mostly_this_race":
      return words.mostlyHere(percent.format(flag.shareOfLifetime));
    default:
      return words.corrections(formatWager(flag.corrected, locale));
  }
}
