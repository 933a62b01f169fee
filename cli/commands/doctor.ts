import { optionalText, UsageError, type Command, type CommandInput, type OptionValues } from "../command.js";
import { checkAddresses } from "../doctor/check-addresses.js";
import { checkBot } from "../doctor/check-bot.js";
import { checkDatabase } from "../doctor/check-database.js";
import { checkDisk } from "../doctor/check-disk.js";
import { checkMoney } from "../doctor/check-money.js";
import { checkSecrets } from "../doctor/check-secrets.js";
import { checkSources } from "../doctor/check-sources.js";
import type { Finding } from "../doctor/finding.js";

type Check = (input: CommandInput) => Promise<Finding[]>;

/** In the order in which one would mend them. */
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["database", checkDatabase],
  ["disk", checkDisk],
  ["secrets", checkSecrets],
  ["money", checkMoney],
  ["sources", checkSources],
  ["bot", checkBot],
  ["addresses", checkAddresses],
]);

export const doctor: Command = {
  words: ["doctor"],
  arguments: [],
  options: { only: { type: "string" } },
  summary: `Checks the set-up and says how to mend what is wrong. --only takes a comma list of ${[...CHECKS.keys()].join(", ")}.`,
  async run(input) {
    const findings: Finding[] = [];
    for (const check of chosen(input.options)) findings.push(...(await check(input)));
    const isGood = findings.every(({ ok }) => ok);
    return { json: { ok: isGood, findings }, text: findings.map(line).join("\n"), isGood };
  },
};

/** @throws UsageError for a check that does not exist: a drill must not pass because of a slip of the pen */
function chosen(options: OptionValues): Check[] {
  const names = optionalText(options, "only")?.split(",") ?? [...CHECKS.keys()];
  return names.map((name) => {
    const check = CHECKS.get(name.trim());
    if (check === undefined) throw new UsageError(`--only knows ${[...CHECKS.keys()].join(", ")}, not "${name}"`);
    return check;
  });
}

function line({ ok, check, detail, mend }: Finding): string {
  const found = `${ok ? "ok " : "BAD"}  ${check.padEnd(22)} ${detail}`;
  return mend === null ? found : `${found}\n     ${" ".repeat(22)} -> ${mend}`;
}
