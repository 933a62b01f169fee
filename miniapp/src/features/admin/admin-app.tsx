import { Suspense, type ReactElement } from "react";
import { useLocation } from "wouter";
import { adminQueues } from "../../../../wire/admin-overview.js";
import { Notice } from "../../components/notice.js";
import { Panel } from "../../components/panel.js";
import { SignedInOnly } from "../../components/signed-in-only.js";
import { ToCurrent } from "../../components/to-current.js";
import { useServices } from "../../lib/services.js";
import { useValue } from "../../lib/store.js";
import { AdminRoutes } from "./admin-routes.js";
import { useAdminTexts } from "./parts/admin-texts.js";
import { Bones } from "./parts/desk-panel.js";
import { QueuesContext } from "./parts/queues.js";
import { useDesk, useEvery } from "./parts/use-desk.js";
import { ViewerContext } from "./parts/viewer.js";
import { Menu } from "./shell/menu.js";
import "./admin.css";

/** What waits changes by other hands as well. */
const LOOK_AGAIN_MS = 30_000;

function Desks(): ReactElement {
  const queues = useDesk("/admin/queues", adminQueues);
  useEvery(LOOK_AGAIN_MS, queues.refresh);
  const [path] = useLocation();
  return (
    <QueuesContext value={queues}>
      <div className="admin__columns">
        <aside className="admin__side">
          <Menu withOverview />
        </aside>
        <div className="admin__page">
          <Panel key={path}>
            <AdminRoutes />
          </Panel>
        </div>
      </div>
    </QueuesContext>
  );
}

function Gate(): ReactElement | null {
  const { session } = useServices();
  const { staff, desk } = useAdminTexts();
  const state = useValue(session.state);
  if (state.kind !== "signed-in") return null;
  const { id, roles } = state.user;
  if (roles.length === 0) {
    return (
      <Notice isPage icon="shield" title={desk.forbiddenTitle} action={<ToCurrent />}>
        {staff.notAllowed}
      </Notice>
    );
  }
  return (
    <ViewerContext value={{ id, roles }}>
      <Desks />
    </ViewerContext>
  );
}

/** Everything below `/admin`: fetched only by those who go there, and shown only to people with a role. */
export function AdminApp(): ReactElement {
  return (
    <div className="admin">
      <SignedInOnly>
        <Suspense fallback={<Bones count={6} />}>
          <Gate />
        </Suspense>
      </SignedInOnly>
    </div>
  );
}
