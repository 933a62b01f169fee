import type { ReactElement, ReactNode } from "react";
import { Link } from "wouter";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Actor } from "../parts/actor.js";
import { Moment } from "../parts/age.js";
import { PlayerName, type useNames } from "../parts/names.js";

interface AdjustmentHeadProps {
  player: string;
  names: ReturnType<typeof useNames>;
  /** Where it counts; null for everywhere. */
  race: string | null;
  actor: string;
  /** The second person, where one had to approve it. */
  approvedBy: string | null;
  createdAt: string;
  /** The amount as it is shown. */
  children: ReactNode;
}

/** Whose score is corrected, where, by whom and when; the amount stands at the end of the line. */
export function AdjustmentHead({
  player,
  names,
  race,
  actor,
  approvedBy,
  createdAt,
  children,
}: AdjustmentHeadProps): ReactElement {
  const { adjust } = useAdminTexts().desk;
  return (
    <div className="item__head">
      <div className="item__what">
        <PlayerName id={player} names={names} />
        <span className="item__sub">
          {race === null ? adjust.everywhere : <Link href={`/admin/races/${race}`}>{adjust.inRace}</Link>}
          {" · "}
          <Actor actor={actor} />
          {approvedBy === null ? null : (
            <>
              {" + "}
              <Actor actor={approvedBy} />
            </>
          )}
          {" · "}
          <Moment at={createdAt} />
        </span>
      </div>
      {children}
    </div>
  );
}
