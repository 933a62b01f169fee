import { lazy, type ReactElement } from "react";
import { Route, Switch } from "wouter";
import { period } from "../../../wire/race.js";
import { Notice } from "../components/notice.js";
import { ToCurrent } from "../components/to-current.js";
import { RacePage } from "../features/race/race-page.js";
import { useServices } from "../lib/services.js";

// Pages behind a tap are fetched on demand: the first JavaScript holds the race only.
const RacesPage = lazy(async () => ({ default: (await import("../features/races/races-page.js")).RacesPage }));
const LeaderboardPage = lazy(async () => ({
  default: (await import("../features/leaderboards/leaderboard-page.js")).LeaderboardPage,
}));
const VerifyPage = lazy(async () => ({ default: (await import("../features/verify/verify-page.js")).VerifyPage }));
const MePage = lazy(async () => ({ default: (await import("../features/me/me-page.js")).MePage }));
const SettingsPage = lazy(async () => ({
  default: (await import("../features/settings/settings-page.js")).SettingsPage,
}));
const RewardsPage = lazy(async () => ({ default: (await import("../features/rewards/rewards-page.js")).RewardsPage }));
const AdminApp = lazy(async () => ({ default: (await import("../features/admin/admin-app.js")).AdminApp }));

function Leaderboard({ name }: { name: string }): ReactElement {
  const parsed = period.safeParse(name);
  return parsed.success ? <LeaderboardPage key={parsed.data} period={parsed.data} /> : <NotFound />;
}

function NotFound(): ReactElement {
  const { state } = useServices().texts;
  return (
    <Notice isPage icon="flag" title={state.missingTitle} action={<ToCurrent />}>
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
      <Route path="/leaderboards/:period">{({ period: name }) => <Leaderboard name={name} />}</Route>
      <Route path="/me">
        <MePage />
      </Route>
      <Route path="/settings">
        <SettingsPage />
      </Route>
      <Route path="/rewards">
        <RewardsPage />
      </Route>
      <Route path="/admin/*?">
        <AdminApp />
      </Route>
      <Route path="/races/:id/verify">{({ id }) => <VerifyPage key={id} raceId={id} />}</Route>
      <Route path="/races/:id">{({ id }) => <RacePage key={id} id={id} />}</Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
