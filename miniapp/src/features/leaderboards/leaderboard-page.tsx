import { useCallback, useEffect, useMemo, type ReactElement } from "react";
import { period as periodSchema, type Period } from "../../../../wire/race.js";
import { Failure } from "../../components/failure.js";
import { Notice } from "../../components/notice.js";
import { Panel } from "../../components/panel.js";
import { More } from "../../components/standings/more.js";
import { Podium, PODIUM_PLACES } from "../../components/standings/podium.js";
import { StandingsList } from "../../components/standings/standings-list.js";
import { Tabs } from "../../components/tabs.js";
import { useServices } from "../../lib/services.js";
import { useValue } from "../../lib/store.js";
import { useLeaderboard, type LeaderboardView } from "./use-leaderboard.js";

const NO_OPEN: readonly never[] = [];

interface BoardProps {
  view: Extract<LeaderboardView, { phase: "ready" }>;
  board: ReturnType<typeof useLeaderboard>[1];
}

function Board({ view, board }: BoardProps): ReactElement {
  const { texts, session } = useServices();
  const state = useValue(session.state);
  const me = state.kind === "signed-in" ? state.user.player?.id : undefined;
  const { rows, total, more } = view;
  const { see, loadMore } = board;
  const rest = useMemo(() => rows.slice(PODIUM_PLACES), [rows]);
  const onSee = useCallback(
    ({ first, last }: { first: number; last: number }) =>
      see({ first: first + PODIUM_PLACES, last: last + PODIUM_PLACES }),
    [see],
  );
  if (rows.length === 0) {
    return (
      <div className="card">
        <Notice icon="flag" title={texts.race.emptyTitle}>
          {texts.race.emptyLive}
        </Notice>
      </div>
    );
  }
  return (
    <div className="columns">
      <div className="columns__side">
        <Podium rows={rows} prizes={NO_OPEN} me={me} />
      </div>
      <section aria-labelledby="standings-title" data-testid="standings">
        <div className="section-head">
          <h2 id="standings-title">{texts.race.standings}</h2>
          <span className="section-head__note">{texts.shared.players(total)}</span>
        </div>
        {rest.length > 0 ? (
          <div className="card">
            <StandingsList rows={rest} me={me} open={NO_OPEN} onSee={onSee} />
            <More more={more} onMore={loadMore} />
          </div>
        ) : null}
      </section>
    </div>
  );
}

export function LeaderboardPage({ period }: { period: Period }): ReactElement {
  const { texts } = useServices();
  const [view, board] = useLeaderboard(period);
  const tabs = periodSchema.options.map((option) => ({
    href: `/leaderboards/${option}`,
    label: texts.shared.period[option],
    isActive: option === period,
  }));
  useEffect(() => {
    document.title = `${texts.leaderboards.title}: ${texts.shared.period[period]}`;
  }, [texts, period]);
  return (
    <>
      <h1 className="hidden">{texts.leaderboards.title}</h1>
      <Tabs tabs={tabs} label={texts.leaderboards.periods} isInPage />
      <Panel>
        {view.phase === "ready" ? <Board view={view} board={board} /> : null}
        {view.phase === "failed" ? <Failure onRetry={board.load} /> : null}
        {view.phase === "loading" ? <Bones /> : null}
      </Panel>
    </>
  );
}

function Bones(): ReactElement {
  const { texts } = useServices();
  return (
    <div role="status" aria-label={texts.state.loading}>
      <div className="card bones bones--podium">
        <span className="bone bone--step" />
        <span className="bone bone--step" />
        <span className="bone bone--step" />
      </div>
      <div className="card bones bones--rows">
        <span className="bone bone--row" />
        <span className="bone bone--row" />
        <span className="bone bone--row" />
      </div>
    </div>
  );
}
