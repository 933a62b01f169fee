import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import { raceList, type Race, type RaceStatus } from "../../../../../wire/race.js";
import { formatDays } from "../../../lib/duration.js";
import { formatCount, formatPrize, formatSum } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Chips } from "../parts/chips.js";
import { DataTable } from "../parts/data-table.js";
import { DeskPanel, Empty } from "../parts/desk-panel.js";
import { useDesk } from "../parts/use-desk.js";
import { useHas } from "../parts/viewer.js";
import { useQuery } from "../parts/use-query.js";
import { DeskPage, MakeLink } from "../shell/desk-page.js";
import { SeriesPanel } from "./series-panel.js";

const VIEWS = {
  all: undefined,
  live: ["live"],
  waiting: ["settling", "provisional"],
  upcoming: ["draft", "scheduled"],
  past: ["final", "paid", "void"],
} as const satisfies Record<string, readonly RaceStatus[] | undefined>;
type View = keyof typeof VIEWS;
const VIEW_NAMES: readonly View[] = ["all", "live", "waiting", "upcoming", "past"];

function inView({ status }: Race, view: View): boolean {
  const statuses: readonly RaceStatus[] | undefined = VIEWS[view];
  return statuses?.includes(status) ?? true;
}

function RaceTable({ races }: { races: readonly Race[] }): ReactElement {
  const { texts, locale, dateLocale } = useServices();
  const { desk, staff } = useAdminTexts();
  return (
    <DataTable
      label={staff.entries.races}
      rows={races}
      keyOf={({ id }) => id}
      columns={[
        {
          key: "title",
          head: desk.race,
          render: (race) => (
            <Link href={`/admin/races/${race.id}`} className="cell-link">
              <bdi className="cell-link__main">{race.title}</bdi>
              <span className="cell-link__sub">
                <span className={`status status--${race.status}`}>{texts.shared.status[race.status]}</span>
                <span className="phone-only-inline"> · {formatDays(race.startsAt, race.endsAt, dateLocale)}</span>
              </span>
            </Link>
          ),
        },
        {
          key: "when",
          head: desk.races.window,
          isWide: true,
          render: (race) => <span className="nowrap">{formatDays(race.startsAt, race.endsAt, dateLocale)}</span>,
        },
        {
          key: "players",
          head: texts.race.players,
          isNumber: true,
          isWide: true,
          render: ({ players }) => formatCount(players, locale),
        },
        {
          key: "wagered",
          head: texts.shared.wagered,
          isNumber: true,
          isWide: true,
          render: ({ totalWagered }) => formatSum(totalWagered, locale),
        },
        {
          key: "pool",
          head: texts.shared.prizePool,
          isNumber: true,
          render: ({ prizePool }) => <strong className="gold">{formatPrize(prizePool, locale)}</strong>,
        },
      ]}
    />
  );
}

/** All races by what they need, and the series that make them. */
export function RacesPage(): ReactElement {
  const { desk, staff } = useAdminTexts();
  const wanted = useQuery("show");
  const [view, setView] = useState<View>(VIEW_NAMES.find((name) => name === wanted) ?? "all");
  const races = useDesk("/admin/races?limit=100", raceList);
  const mayMake = useHas("owner", "admin");
  const all = races.loaded.phase === "ready" ? races.loaded.value.races : [];
  return (
    <DeskPage
      title={staff.entries.races}
      action={mayMake ? <MakeLink href="/admin/races/new">{desk.races.new}</MakeLink> : null}
    >
      <Chips
        label={desk.views}
        chosen={view}
        onChoose={setView}
        chips={VIEW_NAMES.map((key) => ({
          key,
          label: desk.races.view[key],
          ...(key === "waiting" ? { count: all.filter((race) => inView(race, key)).length } : {}),
        }))}
      />
      <DeskPanel isQuiet title={desk.races.view[view]} desk={races} bones={5}>
        {(value) => {
          const shown = value.races.filter((race) => inView(race, view));
          return shown.length === 0 ? <Empty icon="cup">{desk.races.none}</Empty> : <RaceTable races={shown} />;
        }}
      </DeskPanel>
      {mayMake ? <SeriesPanel /> : null}
    </DeskPage>
  );
}
