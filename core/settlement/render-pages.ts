import type { PoolClient } from "pg";
import {
  COUNTED_IN_SNAPSHOT,
  COUNTED_PARAMETERS,
  countedInSnapshotParameters,
  type LedgerSnapshot,
} from "../boards/counted-entries.js";
import type { CountingRules } from "../boards/counting-rules.js";
import { ENTRY_LINE_SQL, instantSql, usdSql } from "./entry-line.js";
import { playerSaltSql, pseudonymSql } from "./pseudonyms.js";

/** Rows a page holds: about 250 KB of text. */
const PAGE = 1_000;
const [RESULT, SALT] = [1, 2].map((at) => `$${COUNTED_PARAMETERS + at}`);

/** Canonical JSON: members by name, texts that need no escaping. */
const PLAYER_JSON = `
  '{"adjusted":"' || ${usdSql("r.adjusted", 6)} || '","entries":' || r.entries || ',"entriesHash":"' || h.entries_hash
  || case when r.rank is not null
       then '","prize":"' || ${usdSql("r.prize", 2)} || '","pseudonym":"' || h.pseudonym || '","rank":' || r.rank || ',"reachedAt":"'
       else '","pseudonym":"' || h.pseudonym || '","reachedAt":"' end
  || ${instantSql("r.reached_at")}
  || case when r.rank is null then '","reason":"' || ${publicReasonSql("r.excluded")} else '' end
  || '","score":"' || ${usdSql("r.score", 6)} || '"}'`;

/** Why somebody was left out, as the public reads it: a ban or a wish to be left out is nobody's business. */
function publicReasonSql(kind: string): string {
  return `case ${kind} when 'staff' then 'staff' when 'not_linked' then 'not_linked' else 'withheld' end`;
}

const RENDER_PLAYERS = `
  insert into race_result_pages (result_id, part, page, rows)
  with entries as (
    select e.player_id, string_agg(${ENTRY_LINE_SQL}, E'\\n' order by e.id) as lines, ${playerSaltSql(SALT ?? "", "e.player_id")} as salt
    from (${COUNTED_IN_SNAPSHOT}) as e join sources s on s.id = e.source_id
    where e.counted <> 0 group by e.player_id
  ), hashed as (
    select player_id, encode(sha256(convert_to(encode(salt, 'hex') || E'\\n' || lines, 'UTF8')), 'hex') as entries_hash,
           ${pseudonymSql("salt")} as pseudonym
    from entries
  )
  select ${RESULT}::bigint, part, page, string_agg(json, ',' order by position)
  from (select r.position, (r.position - 1) / ${PAGE} as page, case when r.rank is null then 'exclusions' else 'players' end as part,
               ${PLAYER_JSON} as json
        from race_result_rows r join hashed h using (player_id) where r.result_id = ${RESULT}) as rendered
  group by part, page`;

const PLACE_BUCKETS = `
  insert into race_result_places (result_id, bucket, player_ids, positions)
  select $1, player_id / 1024, array_agg(player_id order by player_id), array_agg(position order by player_id)
  from race_result_rows where result_id = $1 group by 2`;

/**
 * Writes the lists of players and of exclusions as text, with the hashes of everybody's entries, and where each player
 * is found. Everything follows from rows, ledger and snapshot, so it can also be done after the settlement's COMMIT.
 */
export async function renderPlayers(
  client: PoolClient,
  resultId: number,
  rules: CountingRules,
  snapshot: LedgerSnapshot,
  raceSalt: Buffer,
): Promise<void> {
  await withoutNestedLoops(client, async () => {
    await client.query(RENDER_PLAYERS, [...countedInSnapshotParameters(rules, snapshot), resultId, raceSalt]);
    await client.query(PLACE_BUCKETS, [resultId]);
  });
}

/**
 * The rows of a result are often younger than the statistics, which then say that there are none: the planner joins
 * them in a nested loop that does not end for a million players.
 */
async function withoutNestedLoops(client: PoolClient, work: () => Promise<unknown>): Promise<void> {
  await client.query("set local enable_nestloop = off");
  await work();
  await client.query("set local enable_nestloop = on");
}

const PLACE_JSON = (row: string) => `
  case when ${row}.position is null then 'null'
    else '{"prize":"' || ${usdSql(`${row}.prize`, 2)} || '","rank":' || coalesce(${row}.rank::text, 'null')
      || ',"score":"' || ${usdSql(`${row}.score`, 6)} || '"}' end`;

const RENDER_DIFFERENCE = `
  insert into race_result_pages (result_id, part, page, rows)
  with changed as (
    select ${pseudonymSql(playerSaltSql("$3", "player_id"))} as pseudonym,
           ${PLACE_JSON("a")} as before, ${PLACE_JSON("b")} as after
    from (select * from race_result_rows where result_id = $2) as a
    full join (select * from race_result_rows where result_id = $1) as b using (player_id)
    where (a.score, a.prize, a.excluded) is distinct from (b.score, b.prize, b.excluded)
  ), numbered as (select *, row_number() over (order by pseudonym collate "C") as place from changed where before <> after)
  select $1, 'difference', (place - 1) / ${PAGE},
         string_agg('{"after":' || after || ',"before":' || before || ',"pseudonym":"' || pseudonym || '"}', ',' order by place)
  from numbered group by 3`;

/** Writes the list of players whose score, prize or eligibility is not what it was in an earlier result. */
export async function renderDifference(
  client: PoolClient,
  resultId: number,
  previousId: number,
  raceSalt: Buffer,
): Promise<void> {
  await withoutNestedLoops(client, () => client.query(RENDER_DIFFERENCE, [resultId, previousId, raceSalt]));
}

/** Lists of a document that are kept as pages. */
export type DocumentPart = "players" | "exclusions" | "difference";

const READ_PAGES = `
  select page, rows from race_result_pages where result_id = $1 and part = $2 and page > $3 order by page limit 20`;

/** The rows of one list, joined by commas as they stand in the document. */
export async function* readPages(
  client: Pick<PoolClient, "query">,
  resultId: number,
  part: DocumentPart,
): AsyncGenerator<string> {
  for (let after = -1, isFirst = true; ;) {
    const { rows } = await client.query<{ page: number; rows: string }>(READ_PAGES, [resultId, part, after]);
    for (const { page, rows: text } of rows) {
      yield isFirst ? text : `,${text}`;
      isFirst = false;
      after = page;
    }
    if (rows.length < 20) return;
  }
}
