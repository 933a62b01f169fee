import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import type * as z from "zod/mini";
import { payoutList, payoutState } from "../../../../../wire/payouts.js";
import { formatCount } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Chips } from "../parts/chips.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { MoreRows } from "../parts/more-rows.js";
import { useQueues } from "../parts/queues.js";
import { useDesk } from "../parts/use-desk.js";
import { useQuery } from "../parts/use-query.js";
import { DeskPage } from "../shell/desk-page.js";
import { CsvButton } from "./csv-button.js";
import { PayoutItem } from "./payout-item.js";

type List = z.infer<typeof payoutList>;
type View = "all" | "claimed" | "approved" | "failed" | "owed" | "paid" | "expired";
const VIEWS: readonly View[] = ["claimed", "approved", "failed", "owed", "paid", "expired", "all"];
const STEP = 50;

/** "paid n of n within h hours": speed is a community's reputation. */
function Figure({ figure }: { figure: List["figure"] }): ReactElement | null {
  const { locale } = useServices();
  const { desk } = useAdminTexts();
  if (figure.claimed === 0) return null;
  const share = figure.paid / figure.claimed;
  return (
    <div className="card paid-figure">
      <svg className="ring" viewBox="0 0 36 36" aria-hidden="true">
        <circle className="ring__track" cx="18" cy="18" r="15.9" />
        <circle
          className="ring__fill"
          cx="18"
          cy="18"
          r="15.9"
          pathLength="100"
          strokeDasharray={`${share * 100} 100`}
        />
      </svg>
      <div>
        <p className="paid-figure__main">
          {desk.payouts.paidOf(formatCount(figure.paid, locale), formatCount(figure.claimed, locale))}
        </p>
        <p className="form__hint">
          {figure.hours === null ? desk.payouts.noSpeed : desk.payouts.within(formatCount(figure.hours, locale))}
        </p>
      </div>
    </div>
  );
}

function pathOf(view: View, race: string | null, limit: number): string {
  const query = new URLSearchParams({ limit: String(limit) });
  if (view !== "all") query.set("state", payoutState.parse(view));
  if (race !== null) query.set("race", race);
  return `/admin/payouts?${query.toString()}`;
}

/** Prizes on their way to their winners. */
export function PayoutsPage(): ReactElement {
  const { desk, staff } = useAdminTexts();
  const race = useQuery("race");
  const [view, setView] = useState<View>(race === null ? "claimed" : "all");
  const [limit, setLimit] = useState(STEP);
  const list = useDesk(pathOf(view, race, limit), payoutList);
  const queues = useQueues();
  const changed = (): void => {
    list.refresh();
    queues.refresh();
  };
  return (
    <DeskPage
      title={staff.payouts.title}
      lead={
        race === null ? undefined : (
          <>
            <Link href={`/admin/races/${race}`}>{desk.payouts.ofRace}</Link> ·{" "}
            <Link href="/admin/payouts">{desk.payouts.ofAll}</Link>
          </>
        )
      }
      action={race === null ? null : <CsvButton race={race} />}
    >
      {list.loaded.phase === "ready" ? <Figure figure={list.loaded.value.figure} /> : null}
      <Chips
        label={desk.views}
        chosen={view}
        onChoose={setView}
        chips={VIEWS.map((key) => ({ key, label: desk.payouts.view[key] }))}
      />
      <DeskPanel
        isQuiet
        title={desk.payouts.view[view]}
        desk={list}
        empty={{ when: (value) => value.payouts.length === 0, text: staff.payouts.none, icon: "money" }}
      >
        {(value) => (
          <>
            <ul className="card items">
              {value.payouts.map((payout) => (
                <PayoutItem key={payout.id} payout={payout} onChange={changed} />
              ))}
            </ul>
            <MoreRows nextCursor={value.nextCursor} limit={limit} onMore={setLimit} />
          </>
        )}
      </DeskPanel>
    </DeskPage>
  );
}
