import { statfs } from "node:fs/promises";
import { z } from "zod";
import type { Command, CommandInput } from "../command.js";

interface Finding {
  check: string;
  ok: boolean;
  /** What was found, and how to mend it when it is not good. */
  detail: string;
}

const OLDEST_POSTGRES = 160_000;
const LEAST_FREE_GIB = 1;
const MOST_SKEW_MS = 2_000;
const TELEGRAM_TIMEOUT_MS = 5_000;

export const doctor: Command = {
  words: ["doctor"],
  arguments: [],
  options: {},
  summary: "Checks the set-up and says how to mend what is wrong.",
  async run(input) {
    const findings = [
      ...(await checkDatabase(input)),
      await checkDisk(input),
      checkSecrets(input),
      ...(await checkBot(input)),
      checkMiniAppAddress(input),
    ];
    const lines = findings.map(({ ok, check, detail }) => `${ok ? "ok " : "BAD"}  ${check.padEnd(22)} ${detail}`);
    return {
      json: { ok: findings.every(({ ok }) => ok), findings },
      text: lines.join("\n"),
      isGood: findings.every(({ ok }) => ok),
    };
  },
};

async function checkDatabase({ context }: CommandInput): Promise<Finding[]> {
  const before = context.clock.now().getTime();
  const { rows } = await context.pool.query<{ version: number; settings: Record<string, string>; now_ms: string }>(`
    select current_setting('server_version_num')::int as version,
           jsonb_object_agg(name, setting) as settings, (extract(epoch from clock_timestamp()) * 1000)::bigint::text as now_ms
    from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')`);
  const after = context.clock.now().getTime();
  const row = rows[0];
  if (row === undefined) return [{ check: "database", ok: false, detail: "answered nothing" }];
  const skew = Math.max(0, Number(row.now_ms) - after, before - Number(row.now_ms));
  const unsafe = Object.entries(row.settings).filter(([, value]) => value === "off");
  return [
    {
      check: "database version",
      ok: row.version >= OLDEST_POSTGRES,
      detail:
        row.version >= OLDEST_POSTGRES
          ? `PostgreSQL ${Math.floor(row.version / 10_000)}`
          : "older than 16: upgrade PostgreSQL",
    },
    {
      check: "durability",
      ok: unsafe.length === 0,
      detail:
        unsafe.length === 0
          ? "every commit reaches the disk"
          : `turn on ${unsafe.map(([name]) => name).join(", ")}: an answered wager could be lost`,
    },
    {
      check: "clock",
      ok: skew <= MOST_SKEW_MS,
      detail: skew <= MOST_SKEW_MS ? "agrees with the database" : `${skew} ms from the database's: run NTP on both`,
    },
  ];
}

async function checkDisk({ config }: CommandInput): Promise<Finding> {
  const { bavail, bsize } = await statfs(config.dataDir).catch(() => statfs("."));
  const free = (bavail * bsize) / 2 ** 30;
  const ok = free >= LEAST_FREE_GIB;
  return {
    check: "disk",
    ok,
    detail: `${free.toFixed(1)} GiB free${ok ? "" : ": make room, a full disk stops the receiver"}`,
  };
}

function checkSecrets({ config }: CommandInput): Finding {
  const isGiven = config.secretsKey !== null;
  return {
    check: "secrets key",
    ok: isGiven || !config.isProduction,
    detail: isGiven
      ? "from the environment"
      : "made in the data folder: fine for development, set SECRETS_KEY before production",
  };
}

async function checkBot({ config }: CommandInput): Promise<Finding[]> {
  if (config.sandbox)
    return [{ check: "bot", ok: true, detail: "the sandbox stands in for Telegram; set BOT_TOKEN for the real one" }];
  try {
    const response = await fetch(`${config.bot.apiRoot}/bot${config.bot.token}/getMe`, {
      signal: AbortSignal.timeout(TELEGRAM_TIMEOUT_MS),
    });
    if (!response.ok)
      return [
        { check: "bot token", ok: false, detail: `refused with ${response.status}: copy it again from @BotFather` },
      ];
    return botFindings(await response.json());
  } catch {
    // The address carries the token, so the error itself is not shown.
    return [
      {
        check: "bot",
        ok: false,
        detail: `${config.bot.apiRoot} cannot be reached from here: check network and firewall`,
      },
    ];
  }
}

const getMe = z.object({
  result: z.object({
    can_join_groups: z.boolean().default(false),
    can_read_all_group_messages: z.boolean().default(false),
    supports_inline_queries: z.boolean().default(false),
    has_main_web_app: z.boolean().default(false),
  }),
});

function botFindings(answer: unknown): Finding[] {
  const parsed = getMe.safeParse(answer);
  if (!parsed.success)
    return [{ check: "bot token", ok: false, detail: "getMe answered in an unknown form: check TELEGRAM_API_ROOT" }];
  const { result } = parsed.data;
  return [
    { check: "bot token", ok: true, detail: "accepted" },
    finding("groups", result.can_join_groups, "the bot may join", "@BotFather: /setjoingroups, Enable"),
    finding(
      "privacy mode",
      !result.can_read_all_group_messages,
      "on",
      "@BotFather: /setprivacy, Enable: the bot needs its commands only",
    ),
    finding("inline mode", result.supports_inline_queries, "on", "@BotFather: /setinline"),
    finding("main Mini App", result.has_main_web_app, "set", "@BotFather: Bot Settings, Configure Mini App"),
  ];
}

function finding(check: string, ok: boolean, good: string, mend: string): Finding {
  return { check, ok, detail: ok ? good : mend };
}

function checkMiniAppAddress({ config }: CommandInput): Finding {
  const ok = config.sandbox || config.publicUrl.startsWith("https://");
  return {
    check: "Mini App address",
    ok,
    detail: ok ? config.publicUrl : `${config.publicUrl}: Telegram opens https only, set PUBLIC_URL`,
  };
}
