import { Suspense, useCallback, useEffect, useState, type ReactElement } from "react";
import { raceList, type Race, type RaceStatus } from "../../../../wire/race.js";
import { Button } from "../../components/button.js";
import { Failure } from "../../components/failure.js";
import { Notice } from "../../components/notice.js";
import { Panel } from "../../components/panel.js";
import { useServices } from "../../lib/services.js";
import { HallOfFame } from "./hall-of-fame.js";
import { RaceLink } from "./race-link.js";

interface Loaded {
  races: readonly Race[];
  nextCursor: string | null;
}

const GROUPS = ["live", "upcoming", "past"] as const;
const UPCOMING: ReadonlySet<RaceStatus> = new Set(["draft", "scheduled"]);

function groupOf({ status }: Race): (typeof GROUPS)[number] {
  if (status === "live") return "live";
  return UPCOMING.has(status) ? "upcoming" : "past";
}

/** All races the API gives, page by page; newest start first, as they come. */
function useRaces(): { loaded: Loaded | undefined; hasFailed: boolean; load: (cursor: string | null) => void } {
  const { api } = useServices();
  const [loaded, setLoaded] = useState<Loaded>();
  const [hasFailed, setHasFailed] = useState(false);
  const load = useCallback(
    (cursor: string | null) => {
      const query = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      api.read(`/races?limit=30${query}`, raceList).then(
        ({ races, nextCursor }) =>
          setLoaded((before) => ({
            races: cursor === null ? races : [...(before?.races ?? []), ...races],
            nextCursor,
          })),
        () => setHasFailed(true),
      );
    },
    [api],
  );
  useEffect(() => load(null), [load]);
  const retry = (cursor: string | null): void => {
    setHasFailed(false);
    load(cursor);
  };
  return { loaded, hasFailed, load: retry };
}

export function RacesPage(): ReactElement {
  const { texts } = useServices();
  const { loaded, hasFailed, load } = useRaces();
  useEffect(() => {
    document.title = texts.races.title;
  }, [texts]);
  return (
    <div className="races races--with-fame">
      <div>
        <h1 className="hidden">{texts.races.title}</h1>
        {hasFailed ? <Failure onRetry={() => load(loaded?.nextCursor ?? null)} /> : null}
        {loaded === undefined && !hasFailed ? <RacesSkeleton /> : null}
        {loaded?.races.length === 0 ? (
          <Notice icon="flag" title={texts.races.emptyTitle}>
            {texts.races.empty}
          </Notice>
        ) : null}
        {GROUPS.map((group) => {
          const races = loaded?.races.filter((race) => groupOf(race) === group) ?? [];
          return races.length === 0 ? null : <Group key={group} title={texts.races[group]} races={races} />;
        })}
        {loaded !== undefined && loaded.nextCursor !== null && !hasFailed ? (
          <Button onPress={() => load(loaded.nextCursor)}>{texts.races.more}</Button>
        ) : null}
      </div>
      {loaded === undefined ? null : (
        <Panel>
          <Suspense fallback={null}>
            <HallOfFame />
          </Suspense>
        </Panel>
      )}
    </div>
  );
}

function Group({ title, races }: { title: string; races: readonly Race[] }): ReactElement {
  return (
    <section>
      <div className="section-head">
        <h2>{title}</h2>
      </div>
      <ul className="card list">
        {races.map((race) => (
          <RaceLink key={race.id} race={race} />
        ))}
      </ul>
    </section>
  );
}

function RacesSkeleton(): ReactElement {
  const { texts } = useServices();
  return (
    <div className="card bones bones--rows" role="status" aria-label={texts.state.loading}>
      <span className="bone bone--row" />
      <span className="bone bone--row" />
      <span className="bone bone--row" />
    </div>
  );
}
