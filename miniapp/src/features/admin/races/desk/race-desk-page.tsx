import { useEffect, type ReactElement } from "react";
import { settlementSummary } from "../../../../../../wire/admin-settlement.js";
import { race as raceSchema, type Race } from "../../../../../../wire/race.js";
import { RaceStats } from "../../../../components/race-stats.js";
import { formatInstant } from "../../../../lib/duration.js";
import { useServices } from "../../../../lib/services.js";
import { useAdminTexts } from "../../parts/admin-texts.js";
import { DataAge } from "../../parts/data-age.js";
import { DeskPanel } from "../../parts/desk-panel.js";
import { useDesk, useEvery } from "../../parts/use-desk.js";
import { DeskPage } from "../../shell/desk-page.js";
import { SettlePanel } from "../../settle/settle-panel.js";
import { draftOf } from "../form/race-draft.js";
import { RacePreview } from "../form/race-preview.js";
import { Moves } from "./moves.js";
import { PredictionDesk } from "./prediction-desk.js";
import { RankedPlayers } from "./ranked-players.js";

const LOOK_AGAIN_MS = 15_000;

function RaceCard({ race }: { race: Race }): ReactElement {
  const { clock, texts, dateLocale } = useServices();
  const { desk } = useAdminTexts();
  return (
    <div className="card race-card">
      <div className="race-card__state">
        <span className={`status status--${race.status}`}>{texts.shared.status[race.status]}</span>
        {race.status === "live" ? <DataAge asOf={race.asOf} isStale={race.stale} /> : null}
        {race.status === "draft" ? (
          <span className="soft">
            {Date.parse(race.endsAt) <= clock.now() ? desk.races.draftOver : desk.races.draftHint}
          </span>
        ) : null}
      </div>
      <p className="race-card__when">
        {desk.form.window(formatInstant(race.startsAt, dateLocale), formatInstant(race.endsAt, dateLocale))}
      </p>
      <RaceStats race={race} players={race.players} className="week-stats" />
    </div>
  );
}

function Content({ race, onChange }: { race: Race; onChange: () => void }): ReactElement {
  const { desk } = useAdminTexts();
  const summary = useDesk(`/admin/races/${race.id}/settlement`, settlementSummary);
  const { refresh } = summary;
  // The worker moves races as well: what is allowed follows the state.
  useEffect(refresh, [refresh, race.status]);
  const changed = (): void => {
    onChange();
    refresh();
  };
  return (
    <div className="duo duo--main">
      <div>
        <RaceCard race={race} />
        <DeskPanel title={desk.races.moves} desk={summary} bones={1}>
          {(value) => (
            <Moves
              race={race}
              allowed={value.status === race.status ? value.allowed : []}
              openCases={value.openDisputes}
              onChange={changed}
            />
          )}
        </DeskPanel>
        <PredictionDesk race={race} />
        <SettlePanel race={race} summary={summary} onChange={changed} />
      </div>
      <div>{race.status === "draft" ? <RacePreview draft={draftOf(race, race)} /> : <RankedPlayers race={race} />}</div>
    </div>
  );
}

/** One race: how it stands, what may be done, what to look at before it is settled. */
export function RaceDeskPage({ id }: { id: string }): ReactElement {
  const { staff, desk } = useAdminTexts();
  const race = useDesk(`/admin/races/${id}`, raceSchema);
  useEvery(LOOK_AGAIN_MS, race.refresh);
  const { loaded } = race;
  const up = { href: "/admin/races", label: staff.entries.races };
  if (loaded.phase === "ready") {
    return (
      <DeskPage title={<bdi>{loaded.value.title}</bdi>} name={loaded.value.title} up={up}>
        <Content race={loaded.value} onChange={race.refresh} />
      </DeskPage>
    );
  }
  return (
    <DeskPage title={desk.race} up={up}>
      <DeskPanel title="" desk={race} bones={5}>
        {() => null}
      </DeskPanel>
    </DeskPage>
  );
}
