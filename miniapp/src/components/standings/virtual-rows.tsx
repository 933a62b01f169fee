import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState, type ReactElement } from "react";
import type { StandingsRow } from "../../../../wire/race.js";
import { useGlide } from "../../lib/motion.js";
import { isFirstUnpaid } from "./first-unpaid.js";
import { StandingRow } from "./standing-row.js";

/** Height of a row in race.css, in root font sizes: people who read larger letters get taller rows. */
const ROW_REM = 3.75;

function rowHeightPx(): number {
  return ROW_REM * Number(getComputedStyle(document.documentElement).fontSize.replace("px", ""));
}

export interface VirtualRowsProps {
  rows: readonly StandingsRow[];
  me: string | undefined;
  onSee: (range: { first: number; last: number }) => void;
}

/** As the plain list, with only the rows in sight in the page. */
export function VirtualRows({ rows, me, onSee }: VirtualRowsProps): ReactElement {
  const container = useRef<HTMLOListElement>(null);
  const [offsetTop, setOffsetTop] = useState(0);
  const [height] = useState(rowHeightPx);
  useLayoutEffect(() => {
    if (container.current === null) return;
    setOffsetTop(container.current.getBoundingClientRect().top + window.scrollY);
  }, [rows.length]);
  // oxlint-disable-next-line react/incompatible-library -- nothing it returns is handed to a memoised component
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => height,
    overscan: 8,
    scrollMargin: offsetTop,
    getItemKey: (index) => rows[index]?.player.id ?? index,
  });
  useGlide(container);
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    onSee({ first, last });
  }, [first, last, onSee, rows]);
  return (
    <ol className="rows rows--virtual" ref={container} style={{ height: virtualizer.getTotalSize() }}>
      {items.map(({ index, key }) => {
        const row = rows[index];
        if (row === undefined) return null;
        return (
          <StandingRow
            key={key}
            row={row}
            isMe={row.player.id === me}
            isFirstUnpaid={isFirstUnpaid(row, rows[index - 1])}
            // `top` and not a transform: the transform belongs to the glide.
            style={{ top: index * height }}
            position={index + 1}
            size={rows.length}
          />
        );
      })}
    </ol>
  );
}
