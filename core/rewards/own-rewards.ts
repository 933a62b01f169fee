import type { Pool, PoolClient } from "pg";
import { playerId, sourceId, type PlayerId, type TelegramUserId } from "../../wire/ids.js";
import type { MicroUsd } from "../../wire/money.js";
import { NOT_ON_A_BREAK } from "../announcements/people-to-tell.js";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";
import { settingsOf } from "../people/settings.js";
import { ELIGIBLE } from "./eligible.js";
import { listMilestones } from "./milestones.js";
import { nextStep, reachedSteps, type Step } from "./milestone-steps.js";
import { type MilestoneWindow, windowAt } from "./milestone-windows.js";
import { type AccountWindow, withTotals } from "./window-totals.js";

type Deps = Pick<CoreContext, "pool" | "clock" | "timeZone">;

/** Why somebody cannot earn anything now. */
export type Hindrance = "no_link" | "break" | "not_eligible";

/** How far an account is in a running period. */
export interface Progress {
  player: PlayerId;
  window: MilestoneWindow;
  wagered: MicroUsd;
  reached: number;
  /** `undefined` beyond the last step, and for those who asked not to be prompted. */
  next: Step | undefined;
}

export interface OwnRewards {
  /** Null when everything can be earned. */
  hindrance: Hindrance | null;
  /** His accounts that may earn something. */
  accounts: PlayerId[];
  /** He asked for nothing that reads like a prompt to wager. */
  hidesPrompts: boolean;
  /** Of each account, by period; steps appear when they are granted, this shows the way to them. */
  milestones: Progress[];
}

interface PersonRow {
  settings: unknown;
  on_break: boolean;
  has_link: boolean;
  accounts: { player: string; source: number }[];
}

/** The person with the accounts that may earn something, in one query. */
const PERSON = `
  select u.settings,
    not ${NOT_ON_A_BREAK} as on_break,
    exists (select from links k where k.user_id = u.id and k.state = 'approved' and k.proof is not null) as has_link,
    coalesce((select json_agg(json_build_object('player', k.player_id::text, 'source', k.source_id) order by k.id)
      from links k where k.user_id = u.id and ${ELIGIBLE}), '[]') as accounts
  from telegram_users u where u.id = $1`;

/** Says why a person without an eligible account has none. */
export async function hindranceOf(client: Pool | PoolClient, user: TelegramUserId): Promise<Hindrance> {
  const { rows } = await client.query<PersonRow>(PERSON, [user]);
  const [person] = rows;
  return person === undefined ? "no_link" : hindranceIn(person);
}

function hindranceIn(person: PersonRow): Hindrance {
  if (person.on_break) return "break";
  return person.has_link ? "not_eligible" : "no_link";
}

/** What a person can earn and how far he is. @throws NotFoundError for somebody who is not known here */
export async function readOwnRewards(context: Deps, user: TelegramUserId): Promise<OwnRewards> {
  const { rows } = await context.pool.query<PersonRow>(PERSON, [user]);
  const [person] = rows;
  if (person === undefined) throw new NotFoundError("This person is not known here.");
  const { hideWagerPrompts: hidesPrompts } = settingsOf({ alias: null, settings: person.settings });
  const accounts = person.accounts.map(({ player, source }) => ({
    player: playerId(Number(player)),
    source: sourceId(source),
  }));
  if (accounts.length === 0) {
    return { hindrance: hindranceIn(person), accounts: [], hidesPrompts, milestones: [] };
  }
  const milestones = await readProgress(context, accounts);
  return {
    hindrance: null,
    accounts: accounts.map(({ player }) => player),
    hidesPrompts,
    milestones: milestones.map((one) => ({ ...one, next: hidesPrompts ? undefined : one.next })),
  };
}

async function readProgress(
  { pool, clock, timeZone }: Deps,
  accounts: readonly AccountWindow["account"][],
): Promise<Progress[]> {
  const rules = await listMilestones(pool);
  const asked = [...new Set(rules.map(({ period }) => period))].flatMap((period) => {
    const window = windowAt(period, clock.now(), timeZone);
    return accounts.map((account) => ({ account, window }));
  });
  return (await withTotals(pool, asked)).map(({ account, window, total }) => {
    const ofPeriod = rules.filter(({ period }) => period === window.period);
    const reached = reachedSteps(ofPeriod, total).length;
    return { player: account.player, window, wagered: total, reached, next: nextStep(ofPeriod, total) };
  });
}
