import { Suspense, type ReactElement } from "react";
import { Panel } from "../components/panel.js";
import { ServicesContext, type Services } from "../lib/services.js";
import { Routes } from "./routes.js";
import { useNavigation } from "./use-navigation.js";

function Shell(): ReactElement {
  useNavigation();
  return (
    <main className="page">
      <Panel>
        <Suspense fallback={null}>
          <Routes />
        </Suspense>
      </Panel>
    </main>
  );
}

export function App({ services }: { services: Services }): ReactElement {
  return (
    <ServicesContext value={services}>
      <Shell />
    </ServicesContext>
  );
}
