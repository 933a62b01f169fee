import type { ReactElement } from "react";
import { Route, Switch } from "wouter";
import { Notice } from "../../components/notice.js";
import { ToCurrent } from "../../components/to-current.js";
import { useServices } from "../../lib/services.js";
import { AuditPage } from "./access/audit-page.js";
import { KeysPage } from "./access/keys-page.js";
import { BroadcastsPage } from "./outreach/broadcasts-page.js";
import { GroupsPage } from "./outreach/groups-page.js";
import { OverviewPage } from "./overview/overview-page.js";
import { PayoutsPage } from "./payouts/payouts-page.js";
import { AdjustmentsPage } from "./players/adjustments.js";
import { DisputesPage } from "./players/disputes-page.js";
import { ExclusionsPage } from "./players/exclusions.js";
import { LinksPage } from "./players/links-page.js";
import { PeoplePage } from "./players/people-page.js";
import { PersonPage } from "./players/person-page.js";
import { PlayerPage } from "./players/player-page.js";
import { PlayersPage } from "./players/players-page.js";
import { RaceDeskPage } from "./races/desk/race-desk-page.js";
import { EditRacePage } from "./races/edit-race-page.js";
import { NewRacePage } from "./races/new-race-page.js";
import { RacesPage } from "./races/races-page.js";
import { RewardsDeskPage } from "./rewards/rewards-desk-page.js";
import { ExplainPage } from "./settle/explain-page.js";
import { LettersPage } from "./sources/letters-page.js";
import { SourcePage } from "./sources/source-page.js";
import { SourcesPage } from "./sources/sources-page.js";

/** One line a page. */
export function AdminRoutes(): ReactElement {
  return (
    <Switch>
      <Route path="/admin">
        <OverviewPage />
      </Route>
      <Route path="/admin/races">
        <RacesPage />
      </Route>
      <Route path="/admin/races/new">
        <NewRacePage />
      </Route>
      <Route path="/admin/races/:id/edit">{({ id }) => <EditRacePage key={id} id={id} />}</Route>
      <Route path="/admin/races/:id/players/:player">
        {({ id, player }) => <ExplainPage key={`${id} ${player}`} raceId={id} player={player} />}
      </Route>
      <Route path="/admin/races/:id">{({ id }) => <RaceDeskPage key={id} id={id} />}</Route>
      <Route path="/admin/payouts">
        <PayoutsPage />
      </Route>
      <Route path="/admin/rewards">
        <RewardsDeskPage />
      </Route>
      <Route path="/admin/links">
        <LinksPage />
      </Route>
      <Route path="/admin/disputes">
        <DisputesPage />
      </Route>
      <Route path="/admin/players">
        <PlayersPage />
      </Route>
      <Route path="/admin/players/:id">{({ id }) => <PlayerPage key={id} id={id} />}</Route>
      <Route path="/admin/people">
        <PeoplePage />
      </Route>
      <Route path="/admin/people/:id">{({ id }) => <PersonPage key={id} id={id} />}</Route>
      <Route path="/admin/adjustments">
        <AdjustmentsPage />
      </Route>
      <Route path="/admin/exclusions">
        <ExclusionsPage />
      </Route>
      <Route path="/admin/sources">
        <SourcesPage />
      </Route>
      <Route path="/admin/sources/:slug">{({ slug }) => <SourcePage key={slug} slug={slug} />}</Route>
      <Route path="/admin/dead-letters">
        <LettersPage />
      </Route>
      <Route path="/admin/groups">
        <GroupsPage />
      </Route>
      <Route path="/admin/broadcasts">
        <BroadcastsPage />
      </Route>
      <Route path="/admin/keys">
        <KeysPage />
      </Route>
      <Route path="/admin/audit">
        <AuditPage />
      </Route>
      <Route>
        <Missing />
      </Route>
    </Switch>
  );
}

function Missing(): ReactElement {
  const { state } = useServices().texts;
  return (
    <Notice isPage icon="flag" title={state.missingTitle} action={<ToCurrent />}>
      {state.missing}
    </Notice>
  );
}
