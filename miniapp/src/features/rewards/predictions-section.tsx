import { useState, type ReactElement } from "react";
import { predictionGame, type OwnPrediction, type PredictionGame } from "../../../../wire/predictions.js";
import { standings } from "../../../../wire/race.js";
import { Button } from "../../components/button.js";
import { Fault } from "../../components/fault.js";
import { SelectInput } from "../../components/inputs.js";
import { Submit } from "../../components/submit.js";
import { formatInstant } from "../../lib/duration.js";
import { formatCount, formatPrize } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { News } from "./news.js";
import { RewardSection } from "./reward-section.js";
import { useClaim } from "./use-claim.js";

/** Players to choose from: the podium hardly comes from below. */
const CHOICES = 50;
/** Players of the tally that are shown. */
const TALLIED = 5;

type Choice = readonly [id: string, name: string];

interface PredictFormProps {
  game: PredictionGame;
  choices: readonly Choice[];
  /** What was said before. */
  initial: readonly string[];
  onDone: (game: PredictionGame, picks: string[]) => void;
}

function PredictForm({ game, choices, initial, onDone }: PredictFormProps): ReactElement {
  const { api } = useServices();
  const { predictions: words } = usePageTexts().rewards;
  const [picks, setPicks] = useState<readonly string[]>([0, 1, 2].map((at) => initial[at] ?? ""));
  const { run, isBusy, fault } = useClaim();
  const isWhole = new Set(picks.filter((pick) => pick !== "")).size === 3;
  const send = async (): Promise<string> => {
    const path = `/races/${game.race.id}/predictions`;
    const after = await api.changeMine({ method: "POST", path, schema: predictionGame, body: { picks } });
    onDone(after, [...picks]);
    return words.sent;
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        run(send);
      }}
    >
      {picks.map((pick, place) => (
        <SelectInput
          key={words.ask[place]}
          label={words.ask[place] ?? ""}
          value={pick}
          // Whoever stands on another place of the prediction is not offered again.
          options={[["", words.choose], ...choices.filter(([id]) => id === pick || !picks.includes(id))]}
          onChange={(id) => setPicks(picks.map((old, at) => (at === place ? id : old)))}
        />
      ))}
      <Fault text={fault} />
      <div className="form__actions">
        <Submit text={words.send} isEnabled={isWhole} isBusy={isBusy} isUnsaved={isWhole} />
      </div>
    </form>
  );
}

function TallyTable({ game }: { game: PredictionGame }): ReactElement | null {
  const { locale } = useServices();
  const { predictions: words } = usePageTexts().rewards;
  if (game.tally.length === 0) return null;
  return (
    <table className="tally">
      <caption>{words.most}</caption>
      <thead>
        <tr>
          <th scope="col">{words.player}</th>
          {words.times.map((time) => (
            <th key={time} scope="col">
              {time}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {game.tally.slice(0, TALLIED).map(({ player, first, second, third }) => (
          <tr key={player.id}>
            <th scope="row">
              <bdi>{player.name}</bdi>
            </th>
            {[first, second, third].map((count, at) => (
              <td key={words.times[at]}>{count === 0 ? "" : formatCount(count, locale)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Own({ names, own }: { names: readonly string[]; own: OwnPrediction | undefined }): ReactElement {
  const { locale } = useServices();
  const { predictions: words } = usePageTexts().rewards;
  return (
    <div className="tip">
      <p className="tip__title">{words.yours}</p>
      <ol className="tip__podium">
        {names.map((name, at) => (
          <li key={words.ask[at]}>
            <span className="tip__place" aria-hidden="true">
              {formatCount(at + 1, locale)}
            </span>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ol>
      {own?.points === undefined || own.points === null || own.place === null ? null : (
        <p className="offer__note">{words.result(formatCount(own.points, locale), formatCount(own.place, locale))}</p>
      )}
    </div>
  );
}

interface GameCardProps {
  game: PredictionGame;
  own: OwnPrediction | undefined;
  canPredict: boolean;
}

function GameCard({ game: first, own, canPredict }: GameCardProps): ReactElement {
  const { api, locale, dateLocale } = useServices();
  const { predictions: words } = usePageTexts().rewards;
  const [game, setGame] = useState(first);
  const [said, setSaid] = useState<readonly Choice[]>(own?.picks.map(({ id, name }) => [id, name]) ?? []);
  const [choices, setChoices] = useState<readonly Choice[]>();
  const [news, setNews] = useState<string>();
  const { run, isBusy, fault } = useClaim();
  const open = async (): Promise<string> => {
    const { rows } = await api.read(`/races/${game.race.id}/standings?limit=${CHOICES}`, standings);
    const found = rows.map(({ rank, player }): Choice => [player.id, `${formatCount(rank, locale)}. ${player.name}`]);
    if (found.length < 3) setNews(words.noPlayers);
    else setChoices(found);
    return "";
  };
  const nameOf = (id: string): string => choices?.find(([one]) => one === id)?.[1].replace(/^[^.]*\. /, "") ?? "";
  const prizes = game.prizes.map((prize) => formatPrize(prize, locale)).join(", ");
  return (
    <li className="offer">
      <div className="offer__main">
        <div className="offer__what">
          <bdi className="offer__title">{game.race.title}</bdi>
          <span className="offer__note">{prizes === "" ? words.honour : words.prizes(prizes)}</span>
          <span className="offer__note">
            {words.count(formatCount(game.predictions, locale))}
            {game.state === "open" ? `, ${words.until(formatInstant(game.closesAt, dateLocale))}` : null}
          </span>
          {game.bestPoints === null ? null : (
            <span className="offer__note">{words.best(formatCount(game.bestPoints, locale))}</span>
          )}
        </div>
        <span className={`pill ${game.state === "open" ? "pill--approved" : ""}`}>{words.states[game.state]}</span>
      </div>
      {said.length === 0 ? null : <Own names={said.map(([, name]) => name)} own={own} />}
      <TallyTable game={game} />
      <News text={news} />
      <Fault text={fault} />
      {canPredict && game.state === "open" && choices === undefined ? (
        <Button isDisabled={isBusy} onPress={() => run(open)}>
          {said.length === 0 ? words.start : words.again}
        </Button>
      ) : null}
      {choices === undefined ? null : (
        <PredictForm
          game={game}
          choices={choices}
          initial={said.map(([id]) => id)}
          onDone={(after, picks) => {
            setGame(after);
            setSaid(picks.map((id) => [id, nameOf(id)]));
            setChoices(undefined);
            setNews(words.sent);
          }}
        />
      )}
    </li>
  );
}

export interface PredictionsSectionProps {
  games: readonly PredictionGame[];
  own: readonly OwnPrediction[];
  canPredict: boolean;
}

/** Free games about the podium: what they pay, whom people name, and one's own prediction. */
export function PredictionsSection({ games, own, canPredict }: PredictionsSectionProps): ReactElement {
  const { predictions: words } = usePageTexts().rewards;
  return (
    <RewardSection words={words}>
      <ul className="card">
        {games.map((game) => (
          <GameCard
            key={game.race.id}
            game={game}
            own={own.find(({ race }) => race === game.race.id)}
            canPredict={canPredict}
          />
        ))}
      </ul>
    </RewardSection>
  );
}
