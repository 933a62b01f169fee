import { findBrokenAuditRow } from "../../core/access/audit.js";
import { findUnexplained } from "../../core/ledger/invariants.js";
import { findBrokenSeal } from "../../core/settlement/seals.js";
import { formatMicroUsd } from "../../wire/money.js";
import type { CommandInput } from "../command.js";
import { bad, good, type Finding } from "./finding.js";
import { LedgerCheck } from "../../core/health/ledger-check.js";

const STOP = "stop settling and paying, then follow docs/runbook.md, MoneyDoesNotAddUp";

/** The invariants that must hold at any moment, after a restore above all: every check reads the whole of its table. */
export async function checkMoney({ context, signal }: CommandInput): Promise<Finding[]> {
  return [await checkLedger(context, signal), await checkSeals(context), await checkAudit(context)];
}

/** The sums themselves decide; reading on entry by entry tells where to look. */
async function checkLedger(context: CommandInput["context"], signal: AbortSignal): Promise<Finding> {
  const { wagers, totals, strangers, amount } = await findUnexplained(context);
  if (strangers > 0) return bad("ledger", `${strangers} player(s) of its entries are not among the players`, STOP);
  if (wagers === 0 && totals === 0) return good("ledger", "every wager and total is the sum of its entries");
  const check = new LedgerCheck();
  while (!signal.aborted && !(await check.advance(context.pool)));
  const { chains } = await check.unexplained(context.pool);
  const where = chains.length === 0 ? "entries are missing" : `see ${chains.join(", ")} (source/kind/name)`;
  return bad(
    "ledger",
    `${formatMicroUsd(amount)} USD are unexplained, in ${wagers} wager(s) and ${totals} total(s): ${where}`,
    STOP,
  );
}

async function checkSeals(context: CommandInput["context"]): Promise<Finding> {
  const broken = await findBrokenSeal(context);
  if (broken === null) return good("seals", "the chain of seals fits the ledger and the result documents");
  return bad("seals", `seal ${broken} does not fit what it sealed: entries were changed afterwards`, STOP);
}

async function checkAudit(context: CommandInput["context"]): Promise<Finding> {
  const broken = await findBrokenAuditRow(context);
  if (broken === null) return good("audit log", "the chain of what people with rights did is whole");
  return bad("audit log", `row ${broken} does not fit the row before it: it was changed or removed`, STOP);
}
