import type { ReactElement } from "react";
import type * as z from "zod/mini";
import type { Account } from "../../../../../wire/admin-players.js";
import type { lateEntry } from "../../../../../wire/admin-settlement.js";
import { formatWager } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Moment } from "../parts/age.js";
import { sumOf } from "../parts/amounts.js";
import { DataTable } from "../parts/data-table.js";
import { Head } from "../parts/desk-panel.js";
import { PlayerName } from "../parts/names.js";

export interface LateEntriesProps {
  late: readonly z.infer<typeof lateEntry>[];
  names: ReadonlyMap<string, Account>;
}

/** What came after the result was computed: it counts only in a next version. */
export function LateEntries({ late, names }: LateEntriesProps): ReactElement | null {
  const { locale } = useServices();
  const { desk, staff } = useAdminTexts();
  if (late.length === 0) return null;
  const sum = formatWager(sumOf(late.map(({ counted }) => counted)), locale);
  return (
    <>
      <Head title={desk.late.title} note={staff.settle.late(late.length, sum)} />
      <DataTable
        label={desk.late.title}
        rows={late}
        keyOf={({ ref, kind, player }) => `${kind} ${ref} ${player}`}
        columns={[
          { key: "player", head: desk.player, render: ({ player }) => <PlayerName id={player} names={names} /> },
          {
            key: "at",
            head: desk.late.recorded,
            isWide: true,
            render: ({ ref, recordedAt }) => (
              <span className="cell-link">
                <Moment at={recordedAt} />
                <code className="cell-link__sub">{ref}</code>
              </span>
            ),
          },
          {
            key: "counted",
            head: desk.entry.counted,
            isNumber: true,
            render: ({ counted }) => formatWager(counted, locale),
          },
        ]}
      />
    </>
  );
}
