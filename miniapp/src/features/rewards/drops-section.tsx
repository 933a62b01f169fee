import { useId, useState, type ReactElement } from "react";
import { dropClaim, type Drop, type DropClaim } from "../../../../wire/drops.js";
import { Button } from "../../components/button.js";
import { Fault } from "../../components/fault.js";
import { formatInstant } from "../../lib/duration.js";
import { formatCount, formatPrize, formatSum, isZero } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { News } from "./news.js";
import { RewardSection } from "./reward-section.js";
import { useClaim } from "./use-claim.js";

function useGot(): (claim: DropClaim) => string {
  const { locale } = useServices();
  const { drops: words } = usePageTexts().rewards;
  return ({ amount }) => (amount === null ? words.gotCode : words.got(formatPrize(amount, locale)));
}

function DropCard({ drop }: { drop: Drop }): ReactElement {
  const { api, locale, dateLocale } = useServices();
  const { drops: words } = usePageTexts().rewards;
  const got = useGot();
  const { run, isBusy, fault, news } = useClaim();
  const claim = async (): Promise<string> =>
    got(await api.changeMine({ method: "POST", path: `/me/drops/${drop.id}/claim`, schema: dropClaim }));
  return (
    <li className="offer">
      <div className="offer__main">
        <div className="offer__what">
          <bdi className="offer__title">{drop.title}</bdi>
          <span className="offer__note">
            {words.left(formatCount(drop.left, locale), formatCount(drop.total, locale))},{" "}
            {words.until(formatInstant(drop.expiresAt, dateLocale))}
          </span>
          {isZero(drop.minWager) ? null : (
            <span className="offer__note">
              {words.needs(formatSum(drop.minWager, locale), formatCount(drop.minWagerDays, locale))}
            </span>
          )}
        </div>
        <span className="offer__worth">{drop.amount === null ? words.code : formatPrize(drop.amount, locale)}</span>
      </div>
      {news === undefined ? (
        <Button look="fill" onPress={() => run(claim)} isDisabled={isBusy}>
          {words.claim}
        </Button>
      ) : null}
      <News text={news} />
      <Fault text={fault} />
    </li>
  );
}

function WordForm(): ReactElement {
  const { api } = useServices();
  const { drops: words } = usePageTexts().rewards;
  const id = useId();
  const [word, setWord] = useState("");
  const got = useGot();
  const { run, isBusy, fault, news } = useClaim();
  const redeem = async (): Promise<string> => {
    const body = { word: word.trim() };
    const claimed = await api.changeMine({ method: "POST", path: "/me/codes", schema: dropClaim, body });
    setWord("");
    return got(claimed);
  };
  return (
    <form
      className="form offer"
      onSubmit={(event) => {
        event.preventDefault();
        run(redeem);
      }}
    >
      <label className="form__label" htmlFor={id}>
        {words.word}
      </label>
      <input
        id={id}
        className="field"
        value={word}
        maxLength={60}
        autoComplete="off"
        autoCapitalize="none"
        aria-describedby={`${id}-hint`}
        onChange={(event) => setWord(event.target.value)}
      />
      <p className="form__hint" id={`${id}-hint`}>
        {words.wordHint}
      </p>
      <News text={news} />
      <Fault text={fault} />
      <div className="form__actions">
        <button type="submit" className="button button--tint" disabled={isBusy || word.trim() === ""}>
          {words.redeem}
        </button>
      </div>
    </form>
  );
}

/** Drops that are open, and the field for a code that somebody was given. */
export function DropsSection({ drops }: { drops: readonly Drop[] }): ReactElement {
  const { drops: words } = usePageTexts().rewards;
  return (
    <RewardSection words={words}>
      <div className="card">
        <ul>
          {drops.map((drop) => (
            <DropCard key={drop.id} drop={drop} />
          ))}
        </ul>
        <WordForm />
      </div>
    </RewardSection>
  );
}
