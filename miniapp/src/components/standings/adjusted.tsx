import type { ReactElement } from "react";
import type { StandingsRow } from "../../../../wire/race.js";
import { formatWager } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";

/** What administrators added to a score by hand, or took from it: public, as a score must explain itself. */
export function Adjusted({ adjusted }: Pick<StandingsRow, "adjusted">): ReactElement | null {
  const { texts, locale } = useServices();
  if (adjusted === undefined) return null;
  return (
    <span className="adjusted" title={texts.shared.adjusted}>
      <span className="hidden">{texts.shared.adjusted} </span>
      <bdi>
        ✎ {adjusted.startsWith("-") ? "" : "+"}
        {formatWager(adjusted, locale)}
      </bdi>
    </span>
  );
}
