import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { isTimeZone } from "./core/time/time-zone.js";
import { projectRoot } from "./project-root.js";
import { readOrCreateKey } from "./secrets-key.js";

const PARTS = ["api", "webhooks", "bot", "worker"] as const;
export type Part = (typeof PARTS)[number];

/** Bot of the sandbox when no token is given: fixed, so that scripts can sign initData. Worthless outside the sandbox. */
const SANDBOX_TOKEN = "7000000042:sandbox-bot-token-for-development-only";
const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

export interface Config {
  isProduction: boolean;
  parts: ReadonlySet<Part>;
  host: string;
  port: number;
  webhookPort: number;
  sandboxPort: number;
  metrics: { host: string; port: number };
  /** Where the Mini App and the API are reached from outside; no trailing slash. */
  publicUrl: string;
  webhookPublicUrl: string;
  miniAppName: string | null;
  /** Null: the embedded database. */
  databaseUrl: string | null;
  dataDir: string;
  /** `id` is the number before the colon of the token. */
  bot: { id: number; token: string; mode: "polling" | "webhook"; apiRoot: string };
  sandbox: boolean;
  demo: boolean;
  ownerTelegramIds: readonly number[];
  /** 32 bytes; null until {@link resolveSecretsKey} has made one in the data folder. */
  secretsKey: Buffer | null;
  timeZone: string;
  trustProxy: number;
  logLevel: (typeof LOG_LEVELS)[number];
}

/** The environment cannot be used; `problems` has one line for each variable at fault. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The environment has ${problems.length} problem(s):\n${problems.map((line) => `  ${line}`).join("\n")}`);
    this.problems = problems;
  }
}

const port = (fallback: number) => z.coerce.number("must be a port").int().min(0).max(65_535).default(fallback);
const onOff = z.enum(["on", "off"], "must be on or off").optional();
const httpUrl = z
  .url({ protocol: /^https?$/, error: "must be an http or https address" })
  .transform((url) => url.replace(/\/+$/, ""));

const environment = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  PARTS: z
    .string()
    .default("all")
    .transform((text) => (text === "all" ? [...PARTS] : text.split(",").map((part) => part.trim())))
    .pipe(z.array(z.enum(PARTS, `must be "all" or a comma list of ${PARTS.join(", ")}`)).min(1)),
  PORT: port(3000),
  WEBHOOK_PORT: port(3001),
  SANDBOX_PORT: port(3002),
  METRICS_PORT: port(9464),
  METRICS_HOST: z.string().default("127.0.0.1"),
  WEBHOOK_PUBLIC_URL: httpUrl.optional(),
  MINI_APP_NAME: z
    .string()
    .regex(/^[A-Za-z0-9_]{3,30}$/, "must be the Mini App's short name from @BotFather")
    .optional(),
  HOST: z.string().optional(),
  PUBLIC_URL: httpUrl.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// address" }).optional(),
  DATA_DIR: z.string().default(".data"),
  BOT_TOKEN: z
    .string()
    .regex(/^[1-9]\d{5,15}:[A-Za-z0-9_-]{20,64}$/, "must be a token from @BotFather such as 123456789:AA…")
    .optional(),
  BOT_MODE: z.enum(["polling", "webhook"], "must be polling or webhook").default("polling"),
  TELEGRAM_API_ROOT: httpUrl.default("https://api.telegram.org"),
  SANDBOX: onOff,
  DEMO: onOff,
  OWNER_TELEGRAM_IDS: z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .filter((part) => part.trim() !== "")
        .map((part) => Number(part)),
    )
    .pipe(z.array(z.number("must be numbers separated by commas").int().positive())),
  SECRETS_KEY: z
    .string()
    .transform((text) => Buffer.from(text, "base64"))
    .refine((key) => key.length === 32, "must be 32 bytes in base64: make one with `openssl rand -base64 32`")
    .refine((key) => new Set(key).size >= 12, "must be random: make one with `openssl rand -base64 32`")
    .optional(),
  TIME_ZONE: z.string().default("UTC").refine(isTimeZone, "must be an IANA time zone such as Europe/Berlin"),
  TRUST_PROXY: z.coerce.number("must be a number of proxies").int().min(0).max(10).default(0),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`).default("info"),
});
type Environment = z.infer<typeof environment>;

/**
 * Reads the environment, and `.env` beside package.json when it exists; variables that are set win over the file.
 * @throws ConfigError with every problem at once
 */
export function readConfig(): Config {
  const file = join(projectRoot, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
  return parseConfig(process.env);
}

/** @throws ConfigError with every problem at once */
export function parseConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  // An empty variable means "not set": that is how compose files and CI pass absent values.
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = environment.safeParse(given);
  const problems = new Map<string, string>();
  const add = (variable: string, problem: string): void => {
    // One line a variable: its first fault, and a part of a list that is wrong twice is wrong once.
    if (!problems.has(variable)) problems.set(variable, problem);
  };
  for (const { path, message } of parsed.error?.issues ?? []) add(path[0]?.toString() ?? "?", message);
  // What contradicts itself is told in the same go: whoever mends a port must not learn of a missing key afterwards.
  const sound = parsed.data ?? environment.parse(without(given, problems));
  const parts = problems.has("PARTS") ? [] : sound.PARTS;
  for (const [variable, problem] of contradictions({ ...sound, PARTS: parts })) add(variable, problem);
  if (problems.size > 0) throw new ConfigError([...problems].map(([variable, problem]) => `${variable}: ${problem}`));
  return toConfig(sound);
}

/** Every variable has a default or may be absent, so what is left of an environment always parses. */
function without(given: Readonly<Record<string, unknown>>, faulty: ReadonlyMap<string, string>) {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !faulty.has(name)));
}

function contradictions(env: Environment): [variable: string, problem: string][] {
  const isProduction = env.NODE_ENV === "production";
  const hasBot = env.PARTS.includes("bot");
  const problems: [string, string][] = [];
  if (isProduction && env.SANDBOX === "on")
    problems.push(["SANDBOX", "must be off in production, it lets anyone be anyone"]);
  if (isProduction && env.DEMO === "on") problems.push(["DEMO", "must be off in production, its players are invented"]);
  if (isProduction && env.BOT_TOKEN === undefined)
    problems.push(["BOT_TOKEN", "is required in production (from @BotFather)"]);
  if (isProduction && env.SECRETS_KEY === undefined)
    problems.push([
      "SECRETS_KEY",
      "is required in production: make one with `openssl rand -base64 32` and keep it safe",
    ]);
  if (isProduction && env.BOT_TOKEN === SANDBOX_TOKEN) problems.push(["BOT_TOKEN", "is the published sandbox token"]);
  if (env.SANDBOX === "off" && env.BOT_TOKEN === undefined && hasBot)
    problems.push(["BOT_TOKEN", "is required when SANDBOX is off and the bot runs here"]);
  if (isProduction && hasBot && !(env.PUBLIC_URL ?? "").startsWith("https://"))
    problems.push(["PUBLIC_URL", "must be https in production, Telegram opens nothing else"]);
  if (
    env.BOT_MODE === "webhook" &&
    hasBot &&
    !hasSandbox(env) &&
    !(env.WEBHOOK_PUBLIC_URL ?? "").startsWith("https://")
  )
    problems.push(["WEBHOOK_PUBLIC_URL", "must be https with BOT_MODE=webhook, Telegram posts nowhere else"]);
  return problems;
}

function hasSandbox(env: Environment): boolean {
  if (env.SANDBOX !== undefined) return env.SANDBOX === "on";
  return env.BOT_TOKEN === undefined && env.NODE_ENV !== "production";
}

function toConfig(env: Environment): Config {
  const isProduction = env.NODE_ENV === "production";
  const sandbox = hasSandbox(env);
  const token = env.BOT_TOKEN ?? SANDBOX_TOKEN;
  return Object.freeze({
    isProduction,
    parts: new Set(env.PARTS),
    host: env.HOST ?? (isProduction ? "0.0.0.0" : "127.0.0.1"),
    port: env.PORT,
    webhookPort: env.WEBHOOK_PORT,
    sandboxPort: env.SANDBOX_PORT,
    metrics: { host: env.METRICS_HOST, port: env.METRICS_PORT },
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    webhookPublicUrl: env.WEBHOOK_PUBLIC_URL ?? `http://localhost:${env.WEBHOOK_PORT}`,
    miniAppName: env.MINI_APP_NAME ?? null,
    databaseUrl: env.DATABASE_URL ?? null,
    // Beside package.json, wherever the command is called from, so that `start` and `cli` meet in one database.
    dataDir: resolve(projectRoot, env.DATA_DIR),
    bot: { id: Number(token.split(":")[0]), token, mode: env.BOT_MODE, apiRoot: env.TELEGRAM_API_ROOT },
    sandbox,
    demo: env.DEMO === undefined ? sandbox : env.DEMO === "on",
    ownerTelegramIds: env.OWNER_TELEGRAM_IDS,
    secretsKey: env.SECRETS_KEY ?? null,
    timeZone: env.TIME_ZONE,
    trustProxy: env.TRUST_PROXY,
    logLevel: env.LOG_LEVEL,
  });
}

/** The key that encrypts secrets at rest: the given one, else one kept in the data folder (development only). */
export function resolveSecretsKey(config: Config): Buffer {
  return config.secretsKey ?? readOrCreateKey(join(config.dataDir, "secrets-key"));
}
