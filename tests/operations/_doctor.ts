import type { Pool } from "pg";
import type { CommandInput } from "../../cli/command.js";
import { doctor } from "../../cli/commands/doctor.js";
import type { Finding } from "../../cli/doctor/finding.js";
import { parseConfig } from "../../config.js";
import type { CoreContext } from "../../core/context.js";
import { testContext } from "../core/_world.js";

export const TOKEN = "7000000009:AAF-doctor_token_for_tests_only_0000000";

export interface Visit {
  only: string;
  environment?: Record<string, string>;
  context?: Partial<CoreContext>;
}

/** Runs the command as the command line does. */
export async function visit(pool: Pool, { only, environment = {}, context = {} }: Visit) {
  const input: CommandInput = {
    config: parseConfig({ BOT_TOKEN: TOKEN, ...environment }),
    context: testContext(pool, context),
    databaseUrl: "",
    positionals: [],
    options: { only },
    signal: new AbortController().signal,
  };
  const { json, text, isGood } = await doctor.run(input);
  const findings = json["findings"] as Finding[];
  return {
    text,
    isGood,
    findings,
    find: (check: string): Finding => {
      const found = findings.find((finding) => finding.check === check);
      if (found === undefined) throw new Error(`no finding "${check}" in\n${text}`);
      return found;
    },
  };
}
