import { useState, type ReactElement } from "react";
import { standings, type Race, type StandingsRow } from "../../../../../../wire/race.js";
import { formatCount, formatPrize, formatWager, isZero } from "../../../../lib/money-format.js";
import { useServices } from "../../../../lib/services.js";
import { useAdminTexts } from "../../parts/admin-texts.js";
import { DataTable } from "../../parts/data-table.js";
import { DeskPanel } from "../../parts/desk-panel.js";
import { PlayerName, useNames } from "../../parts/names.js";
import { MoreRows } from "../../parts/more-rows.js";
import { useDesk, useEvery } from "../../parts/use-desk.js";

const LOOK_AGAIN_MS = 15_000;
const STEP = 20;

function Ranks({ race, rows }: { race: Race; rows: readonly StandingsRow[] }): ReactElement {
  const { texts, locale } = useServices();
  const { desk } = useAdminTexts();
  const names = useNames(rows.map(({ player }) => player.id));
  return (
    <DataTable
      label={texts.race.standings}
      rows={rows}
      keyOf={({ player }) => player.id}
      columns={[
        { key: "rank", head: "#", render: ({ rank }) => formatCount(rank, locale) },
        {
          key: "player",
          head: desk.player,
          render: ({ player }) => (
            <PlayerName id={player.id} names={names} href={`/admin/races/${race.id}/players/${player.id}`} />
          ),
        },
        {
          key: "wagered",
          head: texts.shared.wagered,
          isNumber: true,
          render: ({ wagered }) => formatWager(wagered, locale),
        },
        {
          key: "prize",
          head: texts.shared.prize,
          isNumber: true,
          render: ({ prize }) =>
            isZero(prize) ? (
              <span className="soft">–</span>
            ) : (
              <strong className="gold">{formatPrize(prize, locale)}</strong>
            ),
        },
      ]}
    />
  );
}

/** The standings with full names; each leads to the entries of the score. */
export function RankedPlayers({ race }: { race: Race }): ReactElement {
  const { texts, locale } = useServices();
  const [limit, setLimit] = useState(STEP);
  const board = useDesk(`/races/${race.id}/standings?limit=${limit}`, standings);
  useEvery(LOOK_AGAIN_MS, board.refresh);
  return (
    <DeskPanel
      title={texts.race.standings}
      note={board.loaded.phase === "ready" ? formatCount(board.loaded.value.total, locale) : undefined}
      desk={board}
      bones={6}
      empty={{ when: (value) => value.rows.length === 0, text: texts.race.emptyTitle, icon: "cup" }}
    >
      {(value) => (
        <>
          <Ranks race={race} rows={value.rows} />
          <MoreRows
            nextCursor={value.nextCursor}
            limit={limit}
            onMore={(most) => setLimit((before) => Math.min(most, before * 3))}
          />
        </>
      )}
    </DeskPanel>
  );
}
