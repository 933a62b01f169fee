import type { ReactElement } from "react";
import { formatInstant } from "../../../../lib/duration.js";
import { formatCount, formatPrize } from "../../../../lib/money-format.js";
import { useServices } from "../../../../lib/services.js";
import { useAdminTexts } from "../../parts/admin-texts.js";
import { Head } from "../../parts/desk-panel.js";
import { checkPrizes } from "./check-prizes.js";
import { windowOf, type RaceDraft } from "./race-draft.js";

const SHOWN = 3;

/** How players will see it announced. */
export function RacePreview({ draft }: { draft: RaceDraft }): ReactElement {
  const { texts, locale, dateLocale } = useServices();
  const { desk } = useAdminTexts();
  const { sum, prizes } = checkPrizes(draft.prizes);
  const window = windowOf(draft);
  const first = prizes?.slice(0, SHOWN) ?? [];
  return (
    <section>
      <Head title={desk.form.preview} />
      <div className="card race-preview">
        <bdi className="race-preview__title">{draft.title.trim() === "" ? desk.form.untitled : draft.title}</bdi>
        <p className="race-preview__when">
          {window === undefined
            ? desk.form.noWindow
            : desk.form.window(formatInstant(window.startsAt, dateLocale), formatInstant(window.endsAt, dateLocale))}
        </p>
        <p className="race-preview__pool">
          <span>{texts.shared.prizePool}</span>
          <strong>{formatPrize(sum, locale)}</strong>
        </p>
        <ol className="race-preview__prizes">
          {first.map((prize, at) => (
            <li key={at} className={`race-preview__prize race-preview__prize--${at + 1}`}>
              <span>#{at + 1}</span>
              <strong>{formatPrize(prize, locale)}</strong>
            </li>
          ))}
        </ol>
        {prizes !== undefined && prizes.length > SHOWN ? (
          <p className="race-preview__more">{desk.form.morePlaces(formatCount(prizes.length - SHOWN, locale))}</p>
        ) : null}
      </div>
    </section>
  );
}
