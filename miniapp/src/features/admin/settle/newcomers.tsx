import type { ReactElement } from "react";
import * as z from "zod/mini";
import type { Account } from "../../../../../wire/admin-players.js";
import type { openNewcomer } from "../../../../../wire/admin-settlement.js";
import type { Race } from "../../../../../wire/race.js";
import { formatWager } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Moment } from "../parts/age.js";
import { Deeds, type Asked } from "../parts/deeds.js";
import { Head } from "../parts/desk-panel.js";
import { PlayerName } from "../parts/names.js";
import { useHas } from "../parts/viewer.js";

export interface NewcomersProps {
  race: Race;
  newcomers: readonly z.infer<typeof openNewcomer>[];
  names: ReadonlyMap<string, Account>;
  onChange: () => void;
}

/** Opening totals of players seen for the first time in the race: somebody decides whether they count. */
export function Newcomers({ race, newcomers, names, onChange }: NewcomersProps): ReactElement | null {
  const { api, locale } = useServices();
  const { desk } = useAdminTexts();
  const mayDecide = useHas("owner", "admin");
  if (newcomers.length === 0) return null;
  const why: Asked = { name: "reason", label: desk.newcomers.why, rows: 2, maxLength: 500 };
  const decide = async (player: string, counts: boolean, reason: string | undefined): Promise<void> => {
    const body = { player, counts, reason };
    await api.changeMine({ method: "POST", path: `/admin/races/${race.id}/newcomers`, schema: z.undefined(), body });
    onChange();
  };
  return (
    <>
      <Head title={desk.newcomers.title} />
      <ul className="card items">
        {newcomers.map(({ player, amount, at }) => (
          <li key={player} className="item">
            <div className="item__head">
              <div className="item__what">
                <PlayerName id={player} names={names} />
                <span className="item__sub">
                  <Moment at={at} />
                </span>
              </div>
              <strong className="figure">{formatWager(amount, locale)}</strong>
            </div>
            {mayDecide ? (
              <Deeds
                label={names.get(player)?.name ?? player}
                deeds={[
                  {
                    key: "counts",
                    label: desk.newcomers.counts,
                    asks: [why],
                    run: (given) => decide(player, true, given["reason"]),
                  },
                  {
                    key: "not",
                    label: desk.newcomers.doesNot,
                    asks: [why],
                    run: (given) => decide(player, false, given["reason"]),
                  },
                ]}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}
