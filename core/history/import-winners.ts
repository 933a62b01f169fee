import { drizzleOn } from "../../db/connect.js";
import { inTransaction } from "../../db/transaction.js";
import type { Cents, MicroUsd } from "../../wire/money.js";
import { appendAudit } from "../access/audit.js";
import type { CoreContext } from "../context.js";

/** A winner as another program tells of him. */
export interface OldWinner {
  race: string;
  /** `YYYY-MM-DD`. */
  endedOn: string;
  place: number;
  name: string;
  prize: Cents;
  wagered: MicroUsd | null;
}

/**
 * Takes over winners of races that another program ran. They pay nothing, count nowhere and prove nothing: they stand in
 * the history as told by the operator. All of them or none; the same line twice is one winner.
 * @returns how many were new
 */
export async function importWinners(
  { pool, clock }: Pick<CoreContext, "pool" | "clock">,
  winners: readonly OldWinner[],
  actor: string,
): Promise<number> {
  return inTransaction(pool, "read committed", async (client) => {
    const { rowCount } = await client.query(
      `insert into imported_winners (race, ended_on, place, name, prize_cents, wagered)
       select * from unnest($1::text[], $2::date[], $3::int[], $4::text[], $5::bigint[], $6::bigint[])
       on conflict do nothing`,
      [
        winners.map(({ race }) => race),
        winners.map(({ endedOn }) => endedOn),
        winners.map(({ place }) => place),
        winners.map(({ name }) => name),
        winners.map(({ prize }) => prize),
        winners.map(({ wagered }) => wagered),
      ],
    );
    const added = rowCount ?? 0;
    await appendAudit(drizzleOn(client), clock.now(), {
      actor,
      action: "winners.import",
      subject: "winners",
      detail: { lines: winners.length, added },
    });
    return added;
  });
}
