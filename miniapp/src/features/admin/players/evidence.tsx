import type { ReactElement } from "react";
import { formatCount, formatWager } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Moment } from "../parts/age.js";
import { readEvidence, timelineOf } from "./read-evidence.js";

/** The player's timeline as it was when the case was opened: what counted, what came late, what was decided. */
export function Evidence({ evidence, openedAt }: { evidence: unknown; openedAt: string }): ReactElement | null {
  const { locale } = useServices();
  const { desk, staff } = useAdminTexts();
  const found = readEvidence(evidence);
  if (found === undefined) return null;
  const rank = found.rank === null ? "–" : `#${formatCount(found.rank, locale)}`;
  return (
    <>
      <p className="item__words">
        {staff.disputes.figures(rank, formatWager(found.score, locale), found.entriesInAll)}
        {found.late.length === 0 ? null : (
          <>
            {" · "}
            <strong className="bad">{staff.disputes.late(found.late.length)}</strong>
          </>
        )}
      </p>
      <details className="item__more">
        <summary>{desk.disputes.timeline}</summary>
        <ol className="timeline">
          {timelineOf(found, openedAt).map((event, at) => (
            <li key={at} className={`timeline__event timeline__event--${event.kind}`}>
              <span className="timeline__what">
                {desk.disputes.event[event.kind](
                  event.amount === undefined ? "" : formatWager(event.amount, locale),
                  event.text,
                )}
              </span>
              <span className="timeline__who">
                <Moment at={event.at} />
              </span>
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}
