import { useState, type ReactElement } from "react";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Chips } from "../parts/chips.js";
import { useQueues } from "../parts/queues.js";
import { useQuery } from "../parts/use-query.js";
import { useHas } from "../parts/viewer.js";
import { DeskPage } from "../shell/desk-page.js";
import { DropsDesk } from "./drops-desk.js";
import { EntryQueue } from "./entry-queue.js";
import { MilestonesDesk } from "./milestones-desk.js";
import { RafflesDesk } from "./raffles-desk.js";
import "./rewards-desk.css";

const DESKS = { entries: EntryQueue, drops: DropsDesk, milestones: MilestonesDesk, raffles: RafflesDesk };
const VIEWS = ["entries", "drops", "milestones", "raffles"] as const;

/** Rewards beside the races: what waits for a check, and what is given. */
export function RewardsDeskPage(): ReactElement {
  const wanted = useQuery("show");
  return <Views key={wanted} wanted={wanted} />;
}

function Views({ wanted }: { wanted: string | null }): ReactElement {
  const { desk, rewards } = useAdminTexts();
  const { loaded } = useQueues();
  const mayJudge = useHas("owner", "admin", "moderator");
  const open = VIEWS.filter((view) => view !== "entries" || mayJudge);
  const [chosen, setChosen] = useState(open.find((view) => view === wanted) ?? open[0]);
  const view = chosen ?? "drops";
  const waiting = loaded.phase === "ready" ? loaded.value.entries : 0;
  const Desk = DESKS[view];
  return (
    <DeskPage title={rewards.title} lead={rewards.lead}>
      <Chips
        label={desk.views}
        chosen={view}
        onChoose={setChosen}
        chips={open.map((key) => ({
          key,
          label: rewards.views[key],
          ...(key === "entries" ? { count: waiting } : {}),
        }))}
      />
      <Desk />
    </DeskPage>
  );
}
