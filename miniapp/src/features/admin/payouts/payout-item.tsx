import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import type * as z from "zod/mini";
import { payout as payoutSchema, payoutHistory, payoutState } from "../../../../../wire/payouts.js";
import { formatInstant } from "../../../lib/duration.js";
import { formatCount, formatWager } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { Actor } from "../parts/actor.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Moment } from "../parts/age.js";
import { Deeds, type Deed } from "../parts/deeds.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { Facts } from "../parts/facts.js";
import { useDesk } from "../parts/use-desk.js";
import { useViewer } from "../parts/viewer.js";

export type Payout = z.infer<typeof payoutSchema>;

export interface PayoutItemProps {
  payout: Payout;
  onChange: () => void;
}

function useDeeds({ payout, onChange }: PayoutItemProps): Deed[] {
  const { api, locale } = useServices();
  const { staff, desk } = useAdminTexts();
  const { payouts: words } = staff;
  const amount = formatWager(payout.amount, locale);
  const move = async (name: string, body?: unknown): Promise<void> => {
    const path = `/admin/payouts/${payout.id}/${name}`;
    await api.changeMine({ method: "POST", path, schema: payoutSchema, body });
    onChange();
  };
  return [
    {
      key: "approve",
      label: words.approve,
      look: "fill",
      ask: desk.payouts.approveAsk(amount, payout.account.name, payout.destination ?? "–"),
      confirm: desk.payouts.approveAmount(amount),
      run: () => move("approve"),
    },
    {
      key: "pay",
      label: words.markPaid,
      look: "fill",
      ask: desk.payouts.payAsk(amount, payout.destination ?? "–"),
      asks: [{ name: "reference", label: words.reference, hint: words.askReference, least: 1, maxLength: 200 }],
      confirm: desk.payouts.payAmount(amount),
      run: (given) => move("pay", { reference: given["reference"] }),
    },
    { key: "confirm", label: desk.payouts.confirm, ask: desk.payouts.confirmAsk, run: () => move("confirm") },
    {
      key: "fail",
      label: words.markFailed,
      look: "danger",
      asks: [{ name: "reason", label: words.askFailure, rows: 2, maxLength: 500 }],
      run: (given) => move("fail", { reason: given["reason"] }),
    },
  ];
}

/** Why the viewer cannot approve, when the rule of two people speaks against it. */
function useOwnPrize(payout: Payout): string | undefined {
  const { staff } = useAdminTexts();
  const { id } = useViewer();
  if (payout.state !== "claimed") return undefined;
  if (payout.user === id) return staff.payouts.ownPrize;
  return payout.createdBy === `user:${id}` ? staff.payouts.twoPeople : undefined;
}

function isState(event: string): event is Payout["state"] {
  return payoutState.safeParse(event).success;
}

function History({ id }: { id: string }): ReactElement {
  const { desk, staff } = useAdminTexts();
  const history = useDesk(`/admin/payouts/${id}/history`, payoutHistory);
  return (
    <DeskPanel title={desk.payouts.history} desk={history} bones={2}>
      {(value) => (
        <ol className="timeline">
          {value.events.map(({ event, actor, at }, index) => (
            <li key={index} className="timeline__event">
              <span className="timeline__what">{isState(event) ? staff.payouts.state[event] : event}</span>
              <span className="timeline__who">
                <Actor actor={actor} /> · <Moment at={at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </DeskPanel>
  );
}

/** One prize: what, to whom, how far, and what to do next. */
export function PayoutItem(props: PayoutItemProps): ReactElement {
  const { payout } = props;
  const { texts, locale, dateLocale } = useServices();
  const { staff, desk } = useAdminTexts();
  const [isOpen, setIsOpen] = useState(false);
  const deeds = useDeeds(props).filter(({ key }) => payout.allowed.includes(key));
  const warning = useOwnPrize(payout);
  const { race, lane, rank } = payout;
  return (
    <li className="item payout">
      <div className="item__head">
        <div className="item__what">
          <Link href={`/admin/players/${payout.account.id}`} className="item__title">
            <bdi>{payout.account.name}</bdi>
          </Link>
          <span className="item__sub">
            {rank === null ? null : `${texts.race.place(formatCount(rank, locale))} · `}
            {race === null ? (
              desk.payouts.reward
            ) : (
              <bdi>{lane === undefined ? race.title : `${race.title}: ${lane}`}</bdi>
            )}
          </span>
        </div>
        <div className="payout__money">
          <strong className="figure gold">{formatWager(payout.amount, locale)}</strong>
          <span className={`pill pill--payout-${payout.state}`}>{staff.payouts.state[payout.state]}</span>
        </div>
      </div>
      <Facts
        facts={[
          payout.destination === null
            ? undefined
            : { label: staff.payouts.destination, value: <bdi className="selectable">{payout.destination}</bdi> },
          payout.reference === null
            ? undefined
            : { label: staff.payouts.reference, value: <bdi className="selectable">{payout.reference}</bdi> },
          payout.state === "owed"
            ? { label: staff.payouts.claimUntil, value: formatInstant(payout.expiresAt, dateLocale) }
            : undefined,
          payout.rolledInto === undefined
            ? undefined
            : {
                label: staff.payouts.expiredPrize,
                value:
                  payout.rolledInto === null ? (
                    staff.payouts.toReturn
                  ) : (
                    <Link href={`/admin/races/${payout.rolledInto}`}>{staff.payouts.rolledOver}</Link>
                  ),
              },
          payout.paidAt === null
            ? undefined
            : { label: staff.payouts.paidAt, value: formatInstant(payout.paidAt, dateLocale) },
          payout.approvedBy === null
            ? undefined
            : { label: desk.payouts.approvedBy, value: <Actor actor={payout.approvedBy} /> },
        ]}
      />
      {payout.flag === null ? null : <p className="warning">{payout.flag}</p>}
      {warning === undefined ? null : <p className="warning">{warning}</p>}
      <Deeds deeds={deeds} label={payout.account.name} />
      <details className="item__more" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary>{desk.payouts.history}</summary>
        {isOpen ? <History id={payout.id} /> : null}
      </details>
    </li>
  );
}
