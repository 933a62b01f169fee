import { lazy, type ReactElement } from "react";
import { Route, Switch } from "wouter";
import { Notice } from "../components/notice.js";
import { ToCurrent } from "../components/to-current.js";
import { RacePage } from "../features/race/race-page.js";
import { useServices } from "../lib/services.js";

// Pages behind a tap are fetched on demand: the first JavaScript holds the race only.
const RacesPage = lazy(async () => ({ default: (await import("../features/races/races-page.js")).RacesPage }));

function NotFound(): ReactElement {
  const { state } = useServices().texts;
  return (
    <Notice icon="flag" title={state.missingTitle} action={<ToCurrent />}>
      {state.missing}
    </Notice>
  );
}

/** One line a page. A new page is a folder in `features/` and a line here. */
export function Routes(): ReactElement {
  return (
    <Switch>
      <Route path="/">
        <RacePage id="current" />
      </Route>
      <Route path="/races">
        <RacesPage />
      </Route>
      <Route path="/races/:id">{({ id }) => <RacePage key={id} id={id} />}</Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
