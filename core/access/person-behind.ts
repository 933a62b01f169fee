import type { Pool, PoolClient } from "pg";

const MADE_BY = `
  with recursive chain as (
    select $1::text as actor, 0 as step
    union all
    select k.created_by, c.step + 1 from chain c join api_keys k on c.actor = 'key:' || k.id where c.step < 20
  )
  select actor from chain where actor like 'user:%' limit 1`;

/**
 * The person whose hand an actor is: an API key is who made it, also through other keys, so that nobody is two people for
 * a rule that asks for two. Keys of the command line and the machinery stay what they are.
 */
export async function personBehind(client: Pool | PoolClient, actor: string): Promise<string> {
  const { rows } = await client.query<{ actor: string }>(MADE_BY, [actor]);
  return rows[0]?.actor ?? actor;
}
