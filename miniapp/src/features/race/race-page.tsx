import { lazy, Suspense, useEffect, type ReactElement } from "react";
import { Failure } from "../../components/failure.js";
import { Notice } from "../../components/notice.js";
import { Panel } from "../../components/panel.js";
import { Podium } from "../../components/standings/podium.js";
import { ToCurrent } from "../../components/to-current.js";
import { useServices } from "../../lib/services.js";
import { useValue } from "../../lib/store.js";
import { useTurns } from "../../lib/use-turns.js";
import { rankAbove, type ReadyBoard } from "./board-view.js";
import type { RaceBoard } from "./race-board.js";
import { RaceHero } from "./race-hero.js";
import { HeroBones, PodiumBones, RaceSkeleton, RowsBones } from "./race-skeleton.js";
import { Standings } from "./standings.js";
import { useRaceBoard } from "./use-race-board.js";

// Waits for the session anyway, and floats above the page: it need not be in the first JavaScript (1.7 KB).
const MyCard = lazy(async () => ({ default: (await import("./my-card.js")).MyCard }));

// Behind a tap, and with words of their own.
const RaceDetails = lazy(async () => ({ default: (await import("./details/race-details.js")).RaceDetails }));

/** Hero, podium, the rows in sight, and all the rest: what is wanted first is shown first. */
const TURNS = 4;
/** More than fit below the podium of any phone. */
const ROWS_IN_SIGHT = 8;

function Missing({ isCurrent }: { isCurrent: boolean }): ReactElement {
  const { state } = useServices().texts;
  return (
    <Notice
      isPage
      icon="flag"
      title={isCurrent ? state.noRaceTitle : state.missingTitle}
      action={isCurrent ? null : <ToCurrent />}
    >
      {isCurrent ? state.noRace : state.missing}
    </Notice>
  );
}

/** Seen on wide windows only, where the card is a part of the column and not pinned above the page. */
function MyBones(): ReactElement {
  return <div className="card mine-bones" />;
}

function DetailsBones(): ReactElement {
  return <div className="card details-bones" />;
}

function Ready({ view, board }: { view: ReadyBoard; board: RaceBoard }): ReactElement {
  const { session } = useServices();
  const state = useValue(session.state);
  const me = state.kind === "signed-in" ? state.user.player?.id : undefined;
  const { race, rows, total, mine } = view;
  // A board the device has kept is there before anything else is ready: what it is read with, the network included, is
  // set going first.
  const turn = useTurns(TURNS, view.savedAtMs === undefined ? 1 : 0);
  useEffect(() => {
    document.title = race.title;
  }, [race.title]);
  return (
    <div className="columns columns--pinned">
      <div className="columns__side">
        <Panel>
          {turn < 1 ? (
            <HeroBones />
          ) : (
            <RaceHero race={race} total={total} savedAtMs={view.savedAtMs} onTimeUp={board.onTimeUp} />
          )}
        </Panel>
        <Panel>
          <Suspense fallback={<MyBones />}>
            {turn < TURNS ? <MyBones /> : <MyCard race={race} mine={mine} nextRank={rankAbove(rows, mine?.rank)} />}
          </Suspense>
        </Panel>
        <Panel>{turn < 2 ? <PodiumBones /> : <Podium rows={rows} prizes={race.prizes} me={me} />}</Panel>
        <Panel>
          <Suspense fallback={<DetailsBones />}>
            {turn < TURNS ? <DetailsBones /> : <RaceDetails race={race} rank={mine?.rank} />}
          </Suspense>
        </Panel>
      </div>
      <Panel>
        {turn < 3 ? (
          <RowsBones />
        ) : (
          <Standings view={view} board={board} me={me} most={turn < TURNS ? ROWS_IN_SIGHT : undefined} />
        )}
      </Panel>
    </div>
  );
}

/** @param id a race's id, or `current` for the home page */
export function RacePage({ id }: { id: string }): ReactElement {
  const [view, board] = useRaceBoard(id);
  if (view.phase === "ready") return <Ready view={view} board={board} />;
  if (view.phase === "failed") return <Failure onRetry={board.retry} />;
  return view.phase === "missing" ? <Missing isCurrent={id === "current"} /> : <RaceSkeleton />;
}
