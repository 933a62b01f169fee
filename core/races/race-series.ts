import type { PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import { parseRaceId, type RaceId } from "../../wire/ids.js";
import { createRace as createRaceSchema, type CreateRace } from "../../wire/admin-races.js";
import { recurrenceRule, type RecurrenceRule } from "../../wire/race-series.js";
import type { CoreContext } from "../context.js";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors.js";
import { isTimeZone } from "../time/time-zone.js";
import { advanceRace } from "./advance-races.js";
import { createRaceIn } from "./create-race.js";
import { nextOccurrence, windowAt } from "./recurrence.js";

type Deps = Pick<CoreContext, "pool" | "timeZone">;

/** Everything of a race but its window, which the rule gives. */
export type RaceTemplate = Omit<CreateRace, "startsAt" | "endsAt" | "timeZone">;

export interface RaceSeries {
  id: string;
  title: string;
  rule: RecurrenceRule;
  isActive: boolean;
  /** Races made so far, newest first. */
  races: RaceId[];
}

/**
 * Starts a series: its next race is created at once and, from then on, whenever the one before has started, so that
 * people always see what comes.
 * @returns the series and its first race
 * @throws InvalidInputError with every problem of the rule and the template
 */
export async function createSeries(
  context: Deps,
  input: { template: RaceTemplate; rule: RecurrenceRule },
  actor: string,
): Promise<{ id: string; race: RaceId }> {
  const made = await inTransaction(context.pool, "read committed", (client) =>
    createSeriesIn(client, input, actor, context.timeZone),
  );
  await advanceRace(context, made.race);
  return made;
}

/** As {@link createSeries}, inside a transaction of the caller, who advances the race after its COMMIT. */
export async function createSeriesIn(
  client: PoolClient,
  input: { template: RaceTemplate; rule: RecurrenceRule },
  actor: string,
  operatorZone: string,
): Promise<{ id: string; race: RaceId }> {
  const rule = checkRule(input.rule);
  const { rows } = await client.query<{ id: string }>(
    "insert into race_series (template, rule, created_by) values ($1, $2, $3) returning id::text",
    [JSON.stringify(input.template), JSON.stringify(rule), actor],
  );
  const id = rows[0]?.id ?? "";
  const race = await createNext(client, { id, template: input.template, rule, from: 0 }, actor, operatorZone);
  return { id, race };
}

function checkRule(rule: RecurrenceRule): RecurrenceRule {
  const parsed = recurrenceRule.safeParse(rule);
  const issues = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => ({ path: ["rule", ...path].join("."), message }));
  if (parsed.success && !isTimeZone(rule.timeZone))
    issues.push({ path: "rule.timeZone", message: "must be an IANA time zone" });
  if (issues.length === 0) {
    try {
      windowAt(rule, 0);
    } catch (error) {
      // RangeError is how Temporal says "no such date".
      if (!(error instanceof RangeError)) throw error;
      issues.push({ path: "rule.firstStart", message: "is not a date" });
    }
  }
  if (issues.length > 0) throw new InvalidInputError("The series cannot be like this.", issues);
  return rule;
}

interface Due {
  id: string;
  template: RaceTemplate;
  rule: RecurrenceRule;
  /** Occurrence from which on a race is wanted. */
  from: number;
}

async function createNext(client: PoolClient, due: Due, actor: string, operatorZone: string): Promise<RaceId> {
  const { rows } = await client.query<{ now: Date }>("select clock_timestamp() as now");
  const occurrence = nextOccurrence(due.rule, due.from, rows[0]?.now ?? new Date(0));
  const window = windowAt(due.rule, occurrence);
  const input = {
    ...due.template,
    startsAt: window.startsAt.toISOString(),
    endsAt: window.endsAt.toISOString(),
    timeZone: due.rule.timeZone,
  };
  const parsed = createRaceSchema.safeParse(input);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ path: ["template", ...path].join("."), message }));
    throw new InvalidInputError("The series makes no valid race.", issues);
  }
  const race = await createRaceIn(client, parsed.data, actor, { timeZone: operatorZone });
  await client.query("insert into race_series_races (series_id, occurrence, race_id) values ($1, $2, $3)", [
    due.id,
    occurrence,
    race,
  ]);
  await client.query("update race_series set next_occurrence = $2 where id = $1", [due.id, occurrence + 1]);
  return race;
}

/** Series whose newest race has started, ended or been called off. Rows another scheduler works on are skipped. */
const DUE = `
  select s.id::text, s.template, s.rule, s.next_occurrence as from
  from race_series s
  where s.is_active and s.id > $1 and not exists (
    select from race_series_races m join races r on r.id = m.race_id
    where m.series_id = s.id and r.status in ('draft', 'scheduled'))
  order by s.id for update skip locked limit 1`;

/**
 * Creates the next race of each series that has none ahead. The calendar alone decides its window: an early end by the
 * operator is not undone, and nothing is backdated.
 * @returns the races created
 */
export async function createDueRaces(context: Deps & Pick<CoreContext, "log">): Promise<RaceId[]> {
  const created: RaceId[] = [];
  for (let after = 0; ;) {
    const step = await inTransaction(context.pool, "read committed", async (client) => {
      const { rows } = await client.query<Due>(DUE, [after]);
      const due = rows[0];
      if (due === undefined) return undefined;
      return { id: Number(due.id), race: await tryNext(context, client, due) };
    });
    if (step === undefined) return created;
    after = step.id;
    if (step.race === undefined) continue;
    created.push(step.race);
    await advanceRace(context, step.race);
  }
}

/** A series that makes no valid race any more (its source was removed) must not keep the others from going on. */
async function tryNext(
  { log, timeZone }: Deps & Pick<CoreContext, "log">,
  client: PoolClient,
  due: Due,
): Promise<RaceId | undefined> {
  try {
    return await createNext(client, due, "scheduler", timeZone);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    log.error({ err: error, series: due.id, issues: error.issues }, "a series makes no valid race");
    return undefined;
  }
}

/** Ends a series; races it has made stay as they are. @throws NotFoundError, ConflictError when it has ended already */
export async function stopSeries({ pool }: Pick<CoreContext, "pool">, id: string): Promise<void> {
  const { rows } = await pool.query<{ was: boolean }>(
    `update race_series s set is_active = false from (select id, is_active as was from race_series where id::text = $1 for update) as b
     where s.id = b.id returning b.was`,
    [id],
  );
  if (rows[0] === undefined) throw new NotFoundError("There is no such series.");
  if (!rows[0].was) throw new ConflictError("The series has ended already.");
}

/** All series, active ones first. */
export async function listSeries({ pool }: Pick<CoreContext, "pool">): Promise<RaceSeries[]> {
  const { rows } = await pool.query<{
    id: string;
    template: RaceTemplate;
    rule: RecurrenceRule;
    is_active: boolean;
    races: string[];
  }>(
    `select s.id::text, s.template, s.rule, s.is_active,
            array(select m.race_id from race_series_races m where m.series_id = s.id order by m.occurrence desc) as races
     from race_series s order by s.is_active desc, s.id desc limit 200`,
  );
  return rows.map((row) => ({
    id: row.id,
    title: row.template.title,
    rule: row.rule,
    isActive: row.is_active,
    races: row.races.flatMap((race) => parseRaceId(race) ?? []),
  }));
}
