import { useId, useState, type ReactElement } from "react";
import { challengeEntry, type Challenge, type ChallengeEntry } from "../../../../wire/challenges.js";
import { Button } from "../../components/button.js";
import { Fault } from "../../components/fault.js";
import { Submit } from "../../components/submit.js";
import { formatInstant } from "../../lib/duration.js";
import { formatCount, formatPrize, formatWager } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { News } from "./news.js";
import { RewardSection } from "./reward-section.js";
import { useClaim } from "./use-claim.js";

const MOST_LETTERS = 300;

interface EntryFormProps {
  challenge: Challenge;
  hosts: readonly string[];
  onDone: (news: string) => void;
}

function EntryForm({ challenge, hosts, onDone }: EntryFormProps): ReactElement {
  const { api } = useServices();
  const { challenges: words } = usePageTexts().rewards;
  const id = useId();
  const [link, setLink] = useState("");
  const { run, isBusy, fault } = useClaim();
  const enter = async (): Promise<string> => {
    const path = `/me/challenges/${challenge.id}/entry`;
    await api.changeMine({ method: "POST", path, schema: challengeEntry, body: { link: link.trim() } });
    onDone(words.entered);
    return words.entered;
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        run(enter);
      }}
    >
      <label className="form__label" htmlFor={id}>
        {words.link}
      </label>
      <input
        id={id}
        className="field"
        type="url"
        value={link}
        maxLength={MOST_LETTERS}
        autoComplete="off"
        aria-describedby={`${id}-hint`}
        onChange={(event) => setLink(event.target.value)}
      />
      <p className="form__hint" id={`${id}-hint`}>
        {words.linkHint(hosts.join(", "))}
      </p>
      <Fault text={fault} />
      <div className="form__actions">
        <Submit text={words.enter} isEnabled={link.trim() !== ""} isBusy={isBusy} isUnsaved={link !== ""} />
      </div>
    </form>
  );
}

interface ChallengeCardProps {
  challenge: Challenge;
  hosts: readonly string[];
  /** One's own entry of it. */
  entry: ChallengeEntry | undefined;
}

function ChallengeCard({ challenge, hosts, entry }: ChallengeCardProps): ReactElement {
  const { locale, dateLocale } = useServices();
  const { challenges: words } = usePageTexts().rewards;
  const [isEntering, setIsEntering] = useState(false);
  const [news, setNews] = useState<string>();
  const { winners, winnersLeft, minBet, prize, deadline } = challenge;
  const isNew = entry === undefined && news === undefined;
  return (
    <li className="offer">
      <div className="offer__main">
        <div className="offer__what">
          <bdi className="offer__title">{words.task(challenge.game, challenge.multiplier)}</bdi>
          <span className="offer__note">{words.minBet(formatWager(minBet, locale))}</span>
          <span className="offer__note">
            {words.left(formatCount(winnersLeft, locale), formatCount(winners, locale))},{" "}
            {words.until(formatInstant(deadline, dateLocale))}
          </span>
        </div>
        <span className="offer__worth">{formatPrize(prize, locale)}</span>
      </div>
      {entry === undefined ? null : <EntryState entry={entry} />}
      <News text={news} />
      {isNew && !isEntering ? <Button onPress={() => setIsEntering(true)}>{words.start}</Button> : null}
      {isNew && isEntering ? <EntryForm challenge={challenge} hosts={hosts} onDone={setNews} /> : null}
    </li>
  );
}

function EntryState({ entry: { state, reason } }: { entry: ChallengeEntry }): ReactElement {
  const { challenges: words } = usePageTexts().rewards;
  return (
    <p className="offer__entry">
      <span className={`pill pill--${state}`}>{words.states[state]}</span>
      {reason === null ? null : <span className="offer__note">{words.reason(reason)}</span>}
    </p>
  );
}

export interface ChallengesSectionProps {
  challenges: readonly Challenge[];
  hosts: readonly string[];
  entries: readonly ChallengeEntry[];
}

/** Challenges that can be entered now, with what became of one's own entries. */
export function ChallengesSection({ challenges, hosts, entries }: ChallengesSectionProps): ReactElement {
  const { challenges: words } = usePageTexts().rewards;
  return (
    <RewardSection words={words}>
      <ul className="card">
        {challenges.map((one) => (
          <ChallengeCard
            key={one.id}
            challenge={one}
            hosts={hosts}
            entry={entries.find(({ challenge }) => challenge === one.id)}
          />
        ))}
      </ul>
    </RewardSection>
  );
}
