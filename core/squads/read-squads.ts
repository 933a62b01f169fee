import type { Pool } from "pg";
import type { RaceLane } from "../../wire/race-lanes.js";
import type { RaceStatus } from "../../wire/race.js";
import { parseRaceId, playerId, type PlayerId, type RaceId, type TelegramUserId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";
import { readLane, squadLaneOf, squadsCloseAt } from "../races/race-lanes.js";
import { readRace, type RaceRecord } from "../races/read-races.js";

/** Players of one race who compete together. */
export interface Squad {
  id: string;
  name: string;
  /** In the order in which they joined. */
  members: PlayerId[];
}

/** Squads of a race, and the rules by which they are joined. */
export interface RaceSquads {
  race: RaceId;
  title: string;
  most: number;
  closesAt: Date;
  isOpen: boolean;
  squads: Squad[];
}

/** A squad that somebody may join, or belongs to. */
export interface InvitingSquad extends Omit<RaceSquads, "squads"> {
  squad: Squad;
  /** What lets others join. */
  code: string;
}

const SQUADS = `
  select s.id::text, s.name, s.code, r.id as race_id, r.title, r.status, r.starts_at, r.ends_at, r.lanes,
         array(select m.player_id::text from race_squad_members m where m.squad_id = s.id
               order by m.joined_at, m.player_id) as members
  from race_squads s join races r on r.id = s.race_id`;

interface SquadRow {
  id: string;
  name: string;
  code: string;
  race_id: string;
  title: string;
  status: RaceStatus;
  starts_at: Date;
  ends_at: Date;
  lanes: RaceLane[];
  members: string[];
}

async function select(client: Pool, where: string, value: RaceId | TelegramUserId | string): Promise<SquadRow[]> {
  const { rows } = await client.query<SquadRow>(`${SQUADS} where ${where} order by s.id`, [value]);
  return rows;
}

function squadOf({ id, name, members }: SquadRow): Squad {
  return { id, name, members: members.map((member) => playerId(Number(member))) };
}

/**
 * What a race says about its squads.
 * @throws NotFoundError for a race without a lane for squads
 */
export function squadTerms(
  race: Pick<RaceRecord, "id" | "title" | "status" | "startsAt" | "endsAt" | "lanes">,
  now: Date,
): Omit<RaceSquads, "squads"> {
  const lane = squadLaneOf(race);
  if (lane === undefined || race.status === "draft") throw new NotFoundError("This race has no squads.");
  const closesAt = squadsCloseAt(race, lane.squads);
  const isOpen = (race.status === "scheduled" || race.status === "live") && now < closesAt && now < race.endsAt;
  return { race: race.id, title: race.title, most: lane.squads.most, closesAt, isOpen };
}

/** The squads of a race, in the order in which they were formed. @throws NotFoundError */
export async function squadsOfRace(
  { pool, clock }: Pick<CoreContext, "pool" | "clock">,
  id: RaceId,
): Promise<RaceSquads> {
  const race = await readRace(pool, id);
  if (race === undefined || !race.isPublic) throw new NotFoundError("There is no race with this id.");
  const terms = squadTerms(race, clock.now());
  return { ...terms, squads: (await select(pool, "s.race_id = $1", id)).map(squadOf) };
}

/** @returns `undefined` for a squad whose lane was taken out of the rules: nobody ranks it */
function inviting(row: SquadRow, now: Date): InvitingSquad | undefined {
  const id = parseRaceId(row.race_id);
  const lanes = row.lanes.map(readLane);
  if (id === undefined || squadLaneOf({ lanes }) === undefined) return undefined;
  const { title, status, starts_at: startsAt, ends_at: endsAt } = row;
  return { ...squadTerms({ id, title, status, startsAt, endsAt, lanes }, now), squad: squadOf(row), code: row.code };
}

/** The squad that a code invites to. @throws NotFoundError */
export async function squadByCode(
  { pool, clock }: Pick<CoreContext, "pool" | "clock">,
  code: string,
): Promise<InvitingSquad> {
  const [row] = await select(pool, "s.code = $1", code.trim());
  const squad = row === undefined ? undefined : inviting(row, clock.now());
  if (squad === undefined) throw new NotFoundError("There is no squad with this code.");
  return squad;
}

/** Races that can be told apart in a list of one's own. */
const MOST_OWN = 20;

/** The squads a person is in, newest race first. */
export async function squadsOf(
  { pool, clock }: Pick<CoreContext, "pool" | "clock">,
  user: TelegramUserId,
): Promise<InvitingSquad[]> {
  const rows = await select(
    pool,
    `s.id in (select squad_id from race_squad_members where user_id = $1 order by squad_id desc limit ${MOST_OWN})`,
    user,
  );
  return rows.toReversed().flatMap((row) => inviting(row, clock.now()) ?? []);
}
