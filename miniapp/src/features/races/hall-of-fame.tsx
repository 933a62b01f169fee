import { useCallback, type ReactElement, type ReactNode } from "react";
import { Link } from "wouter";
import { hallOfFame, type HallOfFame as Hall } from "../../../../wire/hall-of-fame.js";
import { Avatar } from "../../components/avatar.js";
import { Icon } from "../../components/icons.js";
import { formatLastDay } from "../../lib/duration.js";
import { formatCount, formatPrize } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import { useLoaded } from "../../lib/use-loaded.js";
import { useFameTexts } from "./fame-texts.js";
import "./hall-of-fame.css";

interface LineProps {
  id: string;
  name: string;
  note: ReactNode;
  amount: string;
  /** Place among the champions. */
  rank?: number;
}

function Line({ id, name, note, amount, rank }: LineProps): ReactElement {
  const { locale } = useServices();
  return (
    <>
      {rank === undefined ? null : <span className="fame__rank">{formatCount(rank, locale)}</span>}
      <Avatar id={id} name={name} className={rank === 1 ? "fame__first" : ""} />
      <span className="fame__who">
        <bdi className="fame__name">{name}</bdi>
        <span className="fame__note">{note}</span>
      </span>
      <span className="fame__amount">{formatPrize(amount, locale)}</span>
    </>
  );
}

function Part({ title, children, note }: { title: string; children: ReactNode; note?: string }): ReactElement {
  return (
    <section>
      <div className="section-head">
        <h2>{title}</h2>
      </div>
      <ol className="card list">{children}</ol>
      {note === undefined ? null : <p className="fame__below">{note}</p>}
    </section>
  );
}

function Champions({ champions }: Pick<Hall, "champions">): ReactElement {
  const { dateLocale } = useServices();
  const words = useFameTexts();
  return (
    <Part title={words.champions}>
      {champions.map(({ player, wins, won, lastWonAt }, index) => (
        <li key={player.id} className="list__item fame__line">
          <Line
            {...player}
            rank={index + 1}
            amount={won}
            note={`${words.wins(wins)} · ${words.lastWon(formatLastDay(lastWonAt, dateLocale))}`}
          />
        </li>
      ))}
    </Part>
  );
}

function Winners({ winners }: Pick<Hall, "winners">): ReactElement {
  const { dateLocale, host } = useServices();
  const words = useFameTexts();
  return (
    <Part title={words.winners}>
      {winners.map(({ race, player, prize }) => (
        <li key={race.id + player.id} className="list__item">
          <Link href={`/races/${race.id}`} className="fame__line" onClick={() => host?.haptic("tap")}>
            <Line
              {...player}
              amount={prize}
              note={
                <>
                  <bdi>{race.title}</bdi> · {formatLastDay(race.endedAt, dateLocale)}
                </>
              }
            />
            <Icon name="chevron" className="fame__chevron" />
          </Link>
        </li>
      ))}
    </Part>
  );
}

function Earlier({ earlier }: Pick<Hall, "earlier">): ReactElement {
  const { dateLocale } = useServices();
  const words = useFameTexts();
  return (
    <Part title={words.earlier} note={words.earlierNote}>
      {earlier.map(({ race, endedOn, name, prize }) => (
        <li key={race + endedOn + name} className="list__item fame__line">
          <Line
            id={race}
            name={name}
            amount={prize}
            note={
              <>
                <bdi>{race}</bdi> · {formatLastDay(`${endedOn}T12:00:00.000Z`, dateLocale)}
              </>
            }
          />
        </li>
      ))}
    </Part>
  );
}

/** Who won, and who won most often. Before the first result there is nothing to show, and nothing is shown. */
export function HallOfFame(): ReactElement | null {
  const { api } = useServices();
  const words = useFameTexts();
  const [loaded] = useLoaded(useCallback(() => api.read("/hall-of-fame", hallOfFame), [api]));
  // A side dish: where it does not load, the races above are all the same.
  if (loaded.phase !== "ready") return null;
  const { champions, winners, earlier } = loaded.value;
  if (champions.length + earlier.length === 0) return null;
  return (
    <section className="fame" aria-label={words.title}>
      {champions.length === 0 ? null : <Champions champions={champions} />}
      {winners.length === 0 ? null : <Winners winners={winners} />}
      {earlier.length === 0 ? null : <Earlier earlier={earlier} />}
    </section>
  );
}
