import type { Person } from "../../sandbox/telegram/actors/person.js";
import type { Role } from "../../wire/scalars.js";
import type { Story } from "./_story.js";

/** Gives somebody a role, as an owner does. */
export async function appoint(story: Story, person: Person, role: Role): Promise<void> {
  const { pool } = story.database;
  await pool.query("insert into telegram_users (id, first_name) values ($1, $2) on conflict do nothing", [
    person.id,
    person.user.firstName,
  ]);
  await pool.query("insert into user_roles (user_id, role) values ($1, $2)", [person.id, role]);
}

export async function dismiss(story: Story, person: Person): Promise<void> {
  await story.database.pool.query("delete from user_roles where user_id = $1", [person.id]);
}

/** A clock that runs, and can be put forward. */
export function forwardClock(): { now(): Date; forward(ms: number): void } {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    forward: (ms) => {
      aheadMs += ms;
    },
  };
}
