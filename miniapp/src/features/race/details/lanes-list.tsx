import { useCallback, type ReactElement, type ReactNode } from "react";
import { laneSentences } from "../../../../../messages/lane-sentences.js";
import { raceLanes, type LaneStandings } from "../../../../../wire/race-lanes.js";
import type { Race } from "../../../../../wire/race.js";
import { Button } from "../../../components/button.js";
import { formatInstant } from "../../../lib/duration.js";
import { formatCount, formatPrize, formatWager, isZero } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useValue } from "../../../lib/store.js";
import { OwnSquad } from "./own-squad.js";
import { usePageTexts } from "../../../lib/texts/page-texts.js";
import { useLoaded } from "../../../lib/use-loaded.js";

/** Rows of a lane that are shown, and one's own wherever it is among those that are known. */
const SHOWN = 5;

function Places({ children }: { children: ReactNode }): ReactElement {
  const { shared } = useServices().texts;
  return (
    <table className="lane__rows">
      <thead className="hidden">
        <tr>
          <th scope="col">{shared.rank}</th>
          <th scope="col">{shared.wagered}</th>
          <th scope="col">{shared.prize}</th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

function LaneTable({ lane, me }: { lane: LaneStandings; me: string | undefined }): ReactElement {
  const { texts, locale } = useServices();
  const rows = lane.rows.filter(({ player }, at) => at < SHOWN || player.id === me);
  return (
    <Places>
      {rows.map(({ rank, player, score, prize }) => (
        <tr key={player.id} className={player.id === me ? "prizes__mine" : ""}>
          <th scope="row">
            <span className="lane__rank">{formatCount(rank, locale)}</span> <bdi>{player.name}</bdi>
            {player.id === me ? <span className="you">{texts.race.you}</span> : null}
          </th>
          <td className="lane__score">{formatWager(score, locale)}</td>
          <td className="lane__prize">{isZero(prize) ? "" : formatPrize(prize, locale)}</td>
        </tr>
      ))}
    </Places>
  );
}

/** Squads by their places, with their members below; one's own is marked. */
function SquadTable({
  rows,
  me,
}: {
  rows: NonNullable<LaneStandings["squadRows"]>;
  me: string | undefined;
}): ReactElement {
  const { texts, locale } = useServices();
  const isMine = ({ members }: (typeof rows)[number]): boolean => members.some(({ player }) => player.id === me);
  return (
    <Places>
      {rows
        .filter((row, at) => at < SHOWN || isMine(row))
        .map((row) => (
          <tr key={row.squad.id} className={isMine(row) ? "prizes__mine" : ""}>
            <th scope="row">
              <span className="lane__rank">{formatCount(row.rank, locale)}</span> <bdi>{row.squad.name}</bdi>
              <span className="squad__members">
                {row.members.map(({ player, score }) => (
                  <span key={player.id} className="squad__member">
                    <bdi>{player.name}</bdi> {formatWager(score, locale)}
                    {player.id === me ? <span className="you">{texts.race.you}</span> : null}
                  </span>
                ))}
              </span>
            </th>
            <td className="lane__score">{formatWager(row.score, locale)}</td>
            <td className="lane__prize">{isZero(row.prize) ? "" : formatPrize(row.prize, locale)}</td>
          </tr>
        ))}
    </Places>
  );
}

function Standing({ lane, me }: { lane: LaneStandings; me: string | undefined }): ReactElement {
  const { lanes: words } = usePageTexts();
  if (lane.rows.length === 0 && (lane.squadRows ?? []).length === 0) {
    return <p className="lane__about">{words.nobody}</p>;
  }
  return lane.squadRows === undefined ? (
    <LaneTable lane={lane} me={me} />
  ) : (
    <SquadTable rows={lane.squadRows} me={me} />
  );
}

function Lane({ race, lane, me }: { race: Race; lane: LaneStandings; me: string | undefined }): ReactElement {
  const { locale } = useServices();
  const { lanes: words } = usePageTexts();
  const sentences = laneSentences(lane, words, (amount) => formatPrize(amount, locale));
  return (
    <li className="lane">
      <h3 className="lane__title">
        <bdi>{lane.title}</bdi>
      </h3>
      {sentences.map((sentence) => (
        <p key={sentence} className="lane__about">
          {sentence}
        </p>
      ))}
      <p className="lane__prizes">{lane.prizes.map((prize) => formatPrize(prize, locale)).join(" · ")}</p>
      <Standing lane={lane} me={me} />
      {lane.squads === undefined ? null : <OwnSquad race={race} />}
    </li>
  );
}

/** The lanes of a race with their rules, prizes and best places; read when they are looked at. */
export function LanesList({ race }: { race: Race }): ReactElement {
  const { api, session, texts, dateLocale } = useServices();
  const { lanes: words } = usePageTexts();
  const state = useValue(session.state);
  const me = state.kind === "signed-in" ? state.user.player?.id : undefined;
  const read = useCallback(() => api.read(`/races/${race.id}/lanes`, raceLanes), [api, race.id]);
  const [loaded, { reload }] = useLoaded(read);
  if (loaded.phase === "loading")
    return <span className="bone bone--row" role="status" aria-label={texts.state.loading} />;
  if (loaded.phase === "failed") {
    return (
      <div className="panel-failed" role="alert">
        <p>{texts.state.panelFailed}</p>
        <Button onPress={reload}>{texts.state.retry}</Button>
      </div>
    );
  }
  const { asOf, lanes } = loaded.value;
  return (
    <>
      <p className="lane__about">{words.lead}</p>
      <ol className="lanes">
        {lanes.map((lane) => (
          <Lane key={lane.title} race={race} lane={lane} me={me} />
        ))}
      </ol>
      {asOf === null ? null : (
        <p className="details__note">
          {texts.shared.asOf} {formatInstant(asOf, dateLocale)}
        </p>
      )}
    </>
  );
}
