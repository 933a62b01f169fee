import type { Command } from "./command.js";
import { doctor } from "./commands/doctor.js";
import { createKey, revokeKey } from "./commands/keys.js";
import { exportCommand } from "./commands/export.js";
import { importLinksCommand, importWinnersCommand } from "./commands/import.js";
import { approveLinkCommand, linkQueueCommand, rejectLinkCommand } from "./commands/links.js";
import { migrateCommand } from "./commands/migrate.js";
import { approvePayoutCommand, listPayoutsCommand, payPayoutCommand } from "./commands/payouts.js";
import { erasePersonCommand, exportPersonCommand } from "./commands/people.js";
import {
  createRaceCommand,
  finalizeRaceCommand,
  listRaces,
  publishRaceCommand,
  settleRaceCommand,
} from "./commands/races.js";
import { seed } from "./commands/seed.js";
import { simulate } from "./commands/simulate.js";
import { POLLED_SOURCE_COMMANDS } from "./commands/polled-sources.js";
import {
  createSourceCommand,
  explainWagerCommand,
  rotateSourceCommand,
  tryDialectCommand,
} from "./commands/sources.js";
import { verifyCommand } from "./commands/verify.js";

/** Everything the command line can do, in the order of the help text. */
export const COMMANDS: readonly Command[] = [
  doctor,
  migrateCommand,
  createKey,
  revokeKey,
  createSourceCommand,
  rotateSourceCommand,
  tryDialectCommand,
  explainWagerCommand,
  ...POLLED_SOURCE_COMMANDS,
  listRaces,
  createRaceCommand,
  publishRaceCommand,
  settleRaceCommand,
  finalizeRaceCommand,
  listPayoutsCommand,
  approvePayoutCommand,
  payPayoutCommand,
  linkQueueCommand,
  approveLinkCommand,
  rejectLinkCommand,
  importLinksCommand,
  importWinnersCommand,
  exportPersonCommand,
  erasePersonCommand,
  verifyCommand,
  exportCommand,
  seed,
  simulate,
];
