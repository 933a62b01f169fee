import type { CommandInput } from "../command.js";
import { bad, good, spell, type Finding } from "./finding.js";
import { readClockSkewMs, readOldestTransaction } from "../../core/health/readings.js";
import { readChangedMigrations } from "../../db/changed-migrations.js";

const OLDEST_POSTGRES = 160_000;
const MOST_SKEW_MS = 2_000;
/** Boards stand still behind an open transaction. */
const OLDEST_TRANSACTION_SECONDS = 30;

interface Server {
  version: number;
  settings: Record<string, string>;
  /** The newest life of the ledger: a restore begins another one. */
  era: number;
  era_since: string;
}

/** Version, settings that keep commits, clock, and who holds the ledger up. */
export async function checkDatabase({ context }: CommandInput): Promise<Finding[]> {
  const { rows } = await context.pool.query<Server>(`
    select current_setting('server_version_num')::int as version,
      (select jsonb_object_agg(name, setting) from pg_settings
        where name in ('fsync', 'full_page_writes', 'synchronous_commit')) as settings,
      era.id as era, to_char(era.started_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"') as era_since
    from ledger_eras era order by era.id desc limit 1`);
  const server = rows[0];
  if (server === undefined) {
    return [bad("database", "it has no ledger era", "run `npm run -s cli -- migrate`")];
  }
  return [
    checkVersion(server.version),
    checkMigrations(await readChangedMigrations(context.pool)),
    checkDurability(server.settings),
    checkSkew(await readClockSkewMs(context)),
    checkTransactions(await readOldestTransaction(context)),
    good("ledger era", `${server.era}, since ${server.era_since} (a restore begins a new one)`),
  ];
}

function checkMigrations(changed: readonly string[]): Finding {
  if (changed.length === 0) return good("migrations", "all of this version, as it has them");
  return bad(
    "migrations",
    `not as this version has them: ${changed.join(", ")}`,
    "start the version that the database was made with, or restore a copy: a released migration is never edited",
  );
}

function checkVersion(version: number): Finding {
  const name = `PostgreSQL ${Math.floor(version / 10_000)}`;
  if (version >= OLDEST_POSTGRES) return good("database version", name);
  return bad("database version", name, "upgrade to PostgreSQL 16 or newer with pg_upgrade");
}

function checkDurability(settings: Record<string, string>): Finding {
  const unsafe = Object.entries(settings).flatMap(([name, value]) => (value === "off" ? [name] : []));
  if (unsafe.length === 0) return good("durability", "every commit reaches the disk before it is answered");
  const mend = unsafe.map((name) => `alter system set ${name} = on;`).join(" ");
  return bad(
    "durability",
    `${unsafe.join(", ")} is off: wagers that were answered with 200 can be lost`,
    `as a superuser: ${mend} select pg_reload_conf(); and look for settings of the role or database`,
  );
}

function checkSkew(skewMs: number): Finding {
  if (skewMs <= MOST_SKEW_MS) return good("clock", "this machine and the database agree");
  return bad(
    "clock",
    `this machine is ${spell(skewMs / 1_000)} from the database`,
    "turn time synchronisation on for both machines, such as `timedatectl set-ntp true`",
  );
}

/** Exported for its test: thirty seconds are too long to wait for. */
export function checkTransactions(oldest: Awaited<ReturnType<typeof readOldestTransaction>>): Finding {
  if (oldest === null || oldest.seconds <= OLDEST_TRANSACTION_SECONDS) {
    return good("oldest transaction", oldest === null ? "none is open" : spell(oldest.seconds));
  }
  return bad(
    "oldest transaction",
    `${oldest.holder} has been writing for ${spell(oldest.seconds)}: boards show nothing newer`,
    "find out who it is and let it end; as the last means: select pg_terminate_backend(<process>); or rollback prepared",
  );
}
