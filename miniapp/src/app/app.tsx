import { lazy, Suspense, type ReactElement } from "react";
import { Route, Switch, useLocation } from "wouter";
import { Panel } from "../components/panel.js";
import { Tabs } from "../components/tabs.js";
import { ServicesContext, useServices, type Services } from "../lib/services.js";
import { Routes } from "./routes.js";
import { useNavigation } from "./use-navigation.js";

// Stands alone: no tabs, nothing behind it.
const EmbedPage = lazy(async () => ({ default: (await import("../features/race/embed/embed-page.js")).EmbedPage }));

const PERSONAL: ReadonlySet<string> = new Set(["/me", "/settings", "/rewards"]);

function MainTabs(): ReactElement | null {
  const { tabs } = useServices().texts;
  const [path] = useLocation();
  // Administrators have a menu of their own.
  if (path.startsWith("/admin")) return null;
  return (
    <Tabs
      label={tabs.label}
      tabs={[
        { href: "/", label: tabs.race, isActive: path === "/" },
        { href: "/leaderboards/week", label: tabs.leaderboards, isActive: path.startsWith("/leaderboards/") },
        { href: "/races", label: tabs.races, isActive: path.startsWith("/races") },
        { href: "/me", label: tabs.me, isActive: PERSONAL.has(path) },
      ]}
    />
  );
}

function Shell(): ReactElement {
  useNavigation();
  const [path] = useLocation();
  return (
    <div className="page">
      <MainTabs />
      <main>
        <Panel of={path}>
          <Suspense fallback={null}>
            <Routes />
          </Suspense>
        </Panel>
      </main>
    </div>
  );
}

export function App({ services }: { services: Services }): ReactElement {
  return (
    <ServicesContext value={services}>
      <Panel>
        <Switch>
          <Route path="/embed/race/:id">
            {({ id }) => (
              <Suspense fallback={null}>
                <EmbedPage raceId={id} />
              </Suspense>
            )}
          </Route>
          <Route>
            <Shell />
          </Route>
        </Switch>
      </Panel>
    </ServicesContext>
  );
}
