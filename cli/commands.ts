import type { Command } from "./command.js";
import { doctor } from "./commands/doctor.js";
import { createKey, revokeKey } from "./commands/keys.js";
import { migrateCommand } from "./commands/migrate.js";
import { createRaceCommand, listRaces } from "./commands/races.js";
import { seed } from "./commands/seed.js";
import { simulate } from "./commands/simulate.js";
import { createSourceCommand, rotateSourceCommand } from "./commands/sources.js";

/** Everything the command line can do, in the order of the help text. */
export const COMMANDS: readonly Command[] = [
  doctor,
  migrateCommand,
  createKey,
  revokeKey,
  createSourceCommand,
  rotateSourceCommand,
  listRaces,
  createRaceCommand,
  seed,
  simulate,
];
