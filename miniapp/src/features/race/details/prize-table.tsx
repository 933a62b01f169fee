import type { ReactElement } from "react";
import type { Race } from "../../../../../wire/race.js";
import { formatCount, formatPrize } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { usePageTexts } from "../../../lib/texts/page-texts.js";
import { prizeGroups } from "./prize-groups.js";

/** What each place pays, with the line of one's own place marked. */
export function PrizeTable({ race, rank }: { race: Race; rank: number | null | undefined }): ReactElement {
  const { texts, locale } = useServices();
  const { rules } = usePageTexts();
  return (
    <>
      <table className="prizes">
        <thead className="hidden">
          <tr>
            <th scope="col">{texts.shared.rank}</th>
            <th scope="col">{texts.shared.prize}</th>
          </tr>
        </thead>
        <tbody>
          {prizeGroups(race.prizes).map(({ from, to, prize }) => {
            const isMine = typeof rank === "number" && rank >= from && rank <= to;
            const places = from === to ? formatCount(from, locale) : rules.places(from, to);
            return (
              <tr key={from} className={isMine ? "prizes__mine" : ""}>
                <th scope="row">
                  {places}
                  {isMine ? <span className="you">{texts.race.you}</span> : null}
                </th>
                <td>
                  {formatPrize(prize, locale)}
                  {from === to ? null : <span className="prizes__each"> {rules.each}</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="details__note">{race.tieRule === "split" ? rules.tieSplit : rules.tieFirst}</p>
    </>
  );
}
