import type { ReactElement } from "react";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Menu } from "../shell/menu.js";
import { DeskPage } from "../shell/desk-page.js";
import { LiveRaces } from "./live-races.js";
import { WagerChart } from "./wager-chart.js";
import { Waiting } from "./waiting.js";

/** What the business needs to know at a glance, and the way to everything else. */
export function OverviewPage(): ReactElement {
  const { desk } = useAdminTexts();
  return (
    <DeskPage title={desk.title} up={null}>
      <Waiting />
      <div className="duo">
        <LiveRaces />
        <WagerChart />
      </div>
      <div className="phone-only">
        <Menu withOverview={false} />
      </div>
    </DeskPage>
  );
}
