import { lazy, Suspense, useRef, type ReactElement } from "react";
import type { StandingsRow } from "../../../../wire/race.js";
import { useGlide } from "../../lib/motion.js";
import { isFirstUnpaid } from "./first-unpaid.js";
import { OpenRow, StandingRow } from "./standing-row.js";

/** Longer lists keep only what is in sight in the page. */
const VIRTUAL_FROM = 100;

const VirtualRows = lazy(async () => ({ default: (await import("./virtual-rows.js")).VirtualRows }));

export interface RowsProps {
  rows: readonly StandingsRow[];
  me: string | undefined;
}

export interface StandingsListProps extends RowsProps {
  /** Paid places that nobody holds yet, shown below a short list. */
  open: readonly { rank: number; prize: string }[];
  /** Which positions in `rows` are in sight; told only for lists long enough to matter. */
  onSee: (range: { first: number; last: number }) => void;
}

function PlainRows({ rows, me, open }: Omit<StandingsListProps, "onSee">): ReactElement {
  const container = useRef<HTMLOListElement>(null);
  useGlide(container);
  return (
    <ol className="rows" ref={container}>
      {rows.map((row, index) => (
        <StandingRow
          key={row.player.id}
          row={row}
          isMe={row.player.id === me}
          isFirstUnpaid={isFirstUnpaid(row, rows[index - 1])}
        />
      ))}
      {open.map(({ rank, prize }) => (
        <OpenRow key={rank} rank={rank} prize={prize} />
      ))}
    </ol>
  );
}

export function StandingsList({ rows, me, open, onSee }: StandingsListProps): ReactElement {
  if (rows.length <= VIRTUAL_FROM) return <PlainRows rows={rows} me={me} open={open} />;
  return (
    <Suspense fallback={<PlainRows rows={rows.slice(0, VIRTUAL_FROM)} me={me} open={[]} />}>
      <VirtualRows rows={rows} me={me} onSee={onSee} />
    </Suspense>
  );
}
