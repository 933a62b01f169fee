import type { ReactElement } from "react";
import { predictionGame, predictionGames, type PredictionGame } from "../../../../../../wire/predictions.js";
import type { Race } from "../../../../../../wire/race.js";
import { formatCount, formatPrize } from "../../../../lib/money-format.js";
import { useServices } from "../../../../lib/services.js";
import { useAdminTexts } from "../../parts/admin-texts.js";
import { Moment } from "../../parts/age.js";
import { DeskPanel } from "../../parts/desk-panel.js";
import { Facts } from "../../parts/facts.js";
import { useDesk } from "../../parts/use-desk.js";
import { Making } from "../../rewards/making.js";
import { askWhether, readPrizes, worthOf } from "../../rewards/worth.js";
import { ownZone, toInstant, toWallClock } from "../form/zone-time.js";

function OpenGame({ race, onMade }: { race: Race; onMade: () => void }): ReactElement {
  const { api, clock, locale } = useServices();
  const { prediction: words, inZone } = useAdminTexts().rewards;
  const zone = ownZone();
  // Half of the race, or of what is left of it, as the server takes it.
  const [start, end] = [Date.parse(race.startsAt), Date.parse(race.endsAt)];
  const now = clock.now();
  const half = (start + end) / 2 > now ? (start + end) / 2 : (now + end) / 2;
  const make = async ({ closesAt = "", prizes = "" }: Record<string, string>): Promise<void> => {
    const body = { closesAt: toInstant(closesAt, zone), prizes: readPrizes(prizes) };
    await api.changeMine({ method: "POST", path: `/admin/races/${race.id}/prediction`, schema: predictionGame, body });
    onMade();
  };
  return (
    <Making
      label={words.new}
      submit={words.make}
      ask={({ prizes = "" }) => askWhether(worthOf(readPrizes(prizes)), words.makeAsk, locale)}
      onSubmit={make}
      fields={[
        { name: "prizes", label: words.prizes, hint: words.prizesHint, isOptional: true },
        {
          name: "closesAt",
          label: words.closesAt,
          hint: inZone(zone),
          kind: "datetime-local",
          initial: toWallClock(new Date(half).toISOString(), zone),
        },
      ]}
    />
  );
}

function Game({ game }: { game: PredictionGame }): ReactElement {
  const { locale } = useServices();
  const { prediction: words } = useAdminTexts().rewards;
  const prizes = game.prizes.map((prize) => formatPrize(prize, locale)).join(", ");
  return (
    <div className="card item">
      <div className="item__head">
        <span className="item__title">{words.title}</span>
        <span className={`pill ${game.state === "open" ? "pill--approved" : ""}`}>{words.states[game.state]}</span>
      </div>
      <Facts
        facts={[
          { label: words.closesAt, value: <Moment at={game.closesAt} /> },
          { label: words.predictions, value: formatCount(game.predictions, locale) },
          prizes === "" ? undefined : { label: words.prizes, value: prizes },
          game.bestPoints === null ? undefined : { label: words.best, value: formatCount(game.bestPoints, locale) },
        ]}
      />
    </div>
  );
}

/** The prediction game of a race: how it stands, or the way to open one. */
export function PredictionDesk({ race }: { race: Race }): ReactElement {
  const { prediction: words } = useAdminTexts().rewards;
  const games = useDesk("/predictions", predictionGames);
  const canOpen = race.status === "scheduled" || race.status === "live";
  return (
    <DeskPanel isQuiet title={words.title} desk={games} bones={1}>
      {({ games: known }) => {
        const game = known.find((one) => one.race.id === race.id);
        if (game !== undefined) return <Game game={game} />;
        return canOpen ? <OpenGame race={race} onMade={games.refresh} /> : null;
      }}
    </DeskPanel>
  );
}
