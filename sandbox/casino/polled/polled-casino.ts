import { House, type HouseOptions } from "./accounts.js";
import { FaultSwitches } from "./faults.js";
import { goatedBody, rainbetBody, roobetBody, stakeCsv } from "./shapes.js";
import { formatAtto, View } from "./view.js";

export interface PolledCasinoOptions extends Omit<HouseOptions, "start"> {
  readonly clock: { now(): Date };
  /** What it wants to be shown; with none anybody may ask, as at Goated with some codes. */
  readonly credential?: string;
  readonly referralCode?: string;
}

export interface CasinoAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How long it takes to answer. */
  readonly delayMs: number;
  /** The connection ends in the middle of the body. */
  readonly breaksOff: boolean;
}

const HTML = { "content-type": "text/html; charset=utf-8" };
const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
const DAY_MS = 86_400_000;

/**
 * A casino that posts nothing and is asked for its totals: the shapes of Goated, Rainbet and Roobet by path, the list of
 * Stake, every fault of the field by a switch, and its own exact books to compare with.
 */
export class PolledCasino {
  readonly house: House;
  readonly faults = new FaultSwitches();
  readonly #view: View;
  readonly #options: PolledCasinoOptions;
  #asked = 0;

  constructor(options: PolledCasinoOptions) {
    this.#options = options;
    this.house = new House({ ...options, start: options.clock.now() });
    this.#view = new View(this.house, this.faults, options.seed);
  }

  /** Questions so far. */
  get asked(): number {
    return this.#asked;
  }

  /** Answers `GET path` at this moment. */
  answer(url: URL, headers: Readonly<Record<string, string | undefined>>): CasinoAnswer {
    this.#asked += 1;
    this.house.advance(this.#options.clock.now());
    return this.#fault() ?? this.#refusal(url, headers) ?? this.#tagged(this.#body(url), headers);
  }

  /** The list that an operator would export at this moment. */
  csv(): string {
    this.house.advance(this.#options.clock.now());
    return stakeCsv(this.#view.rows(this.#options.clock.now()));
  }

  /** True total of a player now, as an exact decimal. */
  truth(uid: string): string {
    this.house.advance(this.#options.clock.now());
    return formatAtto(this.house.account(uid)?.allTime ?? 0n);
  }

  /** Forgets what a counter lost when it stood still, as a new month does. */
  newMonth(): void {
    this.#view.forgetLostMonth();
  }

  #fault(): CasinoAnswer | undefined {
    const { faults } = this;
    const page = (status: number, title: string, extra: Record<string, string> = {}): CasinoAnswer =>
      plain(status, { ...HTML, ...extra }, `<!DOCTYPE html><title>${title}</title><h1>${title}</h1>`);
    if (faults.has("very-slow")) return { ...page(504, "Gateway Timeout"), delayMs: 120_000 };
    if (faults.has("outage")) return page(503, "Service Unavailable");
    if (faults.has("html-502")) return page(502, "Bad Gateway");
    if (faults.has("rate-limit")) return page(429, "Too Many Requests", { "retry-after": "120" });
    if (faults.has("challenge")) return page(403, "Just a moment...", { "cf-mitigated": "challenge" });
    if (faults.has("auth")) return plain(401, JSON_TYPE, '{"success":false,"message":"Unauthorized"}');
    if (faults.has("html-200")) return page(200, "Something went wrong");
    if (faults.has("not-success")) return plain(200, JSON_TYPE, '{"success":false,"message":"try again"}');
    if (faults.has("another-shape"))
      return plain(200, JSON_TYPE, '{"status":"success","metadata":{"totalUsers":1},"data":{"all_time":{"data":[]}}}');
    return undefined;
  }

  #refusal(url: URL, headers: Readonly<Record<string, string | undefined>>): CasinoAnswer | undefined {
    const { credential } = this.#options;
    const given = headers["authorization"]?.replace(/^Bearer /, "") ?? url.searchParams.get("key") ?? undefined;
    if (credential === undefined || given === credential) return undefined;
    return plain(401, JSON_TYPE, '{"success":false,"message":"Unauthorized"}');
  }

  #body(url: URL): string {
    const { pathname, searchParams } = url;
    if (pathname.includes("/user/affiliate/referral-leaderboard/")) {
      const code = decodeURIComponent(pathname.split("/").at(-1) ?? "");
      if (code !== (this.#options.referralCode ?? code)) return '{"success":false,"message":"unknown code"}';
      const sums = this.faults.has("no-sums") ? "none" : this.faults.has("wrong-sums") ? "wrong" : "true";
      return goatedBody(this.#view.rows(this.#options.clock.now()), sums);
    }
    const day = (name: string): number => Date.parse(`${searchParams.get(name) ?? ""}T00:00:00Z`);
    if (pathname.endsWith("/v1/external/affiliates")) {
      return rainbetBody(this.house, { start: new Date(day("start_at")), end: new Date(day("end_at") + DAY_MS) });
    }
    return roobetBody(this.house, { start: new Date(day("startDate")), end: new Date(day("endDate")) });
  }

  #tagged(body: string, headers: Readonly<Record<string, string | undefined>>): CasinoAnswer {
    const tag = `W/"${body.length.toString(16)}-${checksum(body)}"`;
    const delayMs = this.faults.has("slow") ? 15_000 : 0;
    const breaksOff = this.faults.has("truncated");
    if (headers["if-none-match"] === tag && !breaksOff) return { ...plain(304, { etag: tag }, ""), delayMs };
    return { ...plain(200, { ...JSON_TYPE, etag: tag }, body), delayMs, breaksOff };
  }
}

function plain(status: number, headers: Readonly<Record<string, string>>, body: string): CasinoAnswer {
  return { status, headers, body, delayMs: 0, breaksOff: false };
}

/** FNV-1a: enough to tell two answers apart. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16);
}
