import type { ReactElement } from "react";
import { Route, Switch } from "wouter";
import { Notice } from "../../components/notice.js";
import { ToCurrent } from "../../components/to-current.js";
import { useServices } from "../../lib/services.js";
import { OverviewPage } from "./overview/overview-page.js";
import { PayoutsPage } from "./payouts/payouts-page.js";
import { RaceDeskPage } from "./races/desk/race-desk-page.js";
import { EditRacePage } from "./races/edit-race-page.js";
import { NewRacePage } from "./races/new-race-page.js";
import { RacesPage } from "./races/races-page.js";
import { ExplainPage } from "./settle/explain-page.js";

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
