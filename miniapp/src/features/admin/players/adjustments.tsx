import type { ReactElement } from "react";
import * as z from "zod/mini";
import { adjustmentList, createdAdjustment, type waitingAdjustment } from "../../../../../wire/admin-money.js";
import { formatWager } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Moment } from "../parts/age.js";
import { Deeds } from "../parts/deeds.js";
import { DeskPanel, Head } from "../parts/desk-panel.js";
import { useNames } from "../parts/names.js";
import { useDesk, type Desk } from "../parts/use-desk.js";
import { useHas } from "../parts/viewer.js";
import { DeskPage } from "../shell/desk-page.js";
import { AdjustmentHead } from "./adjustment-head.js";

type Adjustment = z.infer<typeof adjustmentList>["adjustments"][number];

interface AdjustmentsProps {
  adjustments: readonly Adjustment[];
  onChange: () => void;
}

/** Corrections by hand, with who made them and why; each can be taken back by an opposite one. */
function Adjustments({ adjustments, onChange }: AdjustmentsProps): ReactElement {
  const { api, locale } = useServices();
  const { desk } = useAdminTexts();
  const names = useNames(adjustments.map(({ player }) => player));
  const mayRevert = useHas("owner", "admin");
  const reverted = new Set(adjustments.map(({ reverts }) => reverts));
  const revert = async (id: string, reason: string | undefined): Promise<void> => {
    const path = `/admin/adjustments/${id}/revert`;
    await api.changeMine({ method: "POST", path, schema: createdAdjustment, body: { reason } });
    onChange();
  };
  return (
    <ul className="card items">
      {adjustments.map(({ id, player, race, amount, reason, actor, createdAt, reverts, expiresAt, approvedBy }) => (
        <li key={id} className="item">
          <AdjustmentHead {...{ player, names, race, actor, approvedBy, createdAt }}>
            <strong className={`figure ${amount.startsWith("-") ? "bad" : "good"}`}>
              {amount.startsWith("-") ? "" : "+"}
              {formatWager(amount, locale)}
            </strong>
          </AdjustmentHead>
          <p className="item__words">{reason}</p>
          {reverts === null ? null : <p className="form__hint">{desk.adjust.takesBack}</p>}
          {expiresAt === null ? null : (
            <p className="form__hint">
              {desk.adjust.until}: <Moment at={expiresAt} />
            </p>
          )}
          {mayRevert && reverts === null && !reverted.has(id) ? (
            <Deeds
              label={reason}
              deeds={[
                {
                  key: "revert",
                  label: desk.adjust.revert,
                  asks: [{ name: "reason", label: desk.adjust.revertWhy, hint: desk.races.publicReason, rows: 2 }],
                  run: (given) => revert(id, given["reason"]),
                },
              ]}
            />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

type Waiting = z.infer<typeof waitingAdjustment>;

/** Corrections that count nowhere yet: a second person approves them, whoever asked may take them back. */
function WaitingAdjustments({
  waiting,
  onChange,
}: Pick<AdjustmentsProps, "onChange"> & { waiting: readonly Waiting[] }): ReactElement | null {
  const { api, locale } = useServices();
  const { desk } = useAdminTexts();
  const names = useNames(waiting.map(({ player }) => player));
  const mayDecide = useHas("owner", "admin");
  const decide = async (
    id: string,
    act: "approve" | "refuse",
    body?: { reason: string | undefined },
  ): Promise<void> => {
    const path = `/admin/adjustments/${id}/${act}`;
    await api.changeMine<unknown>({
      method: "POST",
      path,
      schema: act === "approve" ? createdAdjustment : z.undefined(),
      body,
    });
    onChange();
  };
  if (waiting.length === 0) return null;
  return (
    <section>
      <Head title={desk.adjust.waiting} />
      <ul className="card items">
        {waiting.map(({ id, player, race, amount, setTo, reason, actor, createdAt }) => (
          <li key={id} className="item">
            <AdjustmentHead {...{ player, names, race, actor, createdAt }} approvedBy={null}>
              <strong className="figure">
                {amount === null ? "= " : amount.startsWith("-") ? "" : "+"}
                {formatWager(amount ?? setTo ?? "0.000000", locale)}
              </strong>
            </AdjustmentHead>
            <p className="item__words">{reason}</p>
            {mayDecide ? (
              <Deeds
                label={reason}
                deeds={[
                  { key: "approve", label: desk.adjust.approve, look: "fill", run: () => decide(id, "approve") },
                  {
                    key: "refuse",
                    label: desk.adjust.refuse,
                    asks: [{ name: "reason", label: desk.adjust.refuseWhy, rows: 2 }],
                    run: (given) => decide(id, "refuse", { reason: given["reason"] }),
                  },
                ]}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Corrections by hand, those that wait for a second person first. */
export function AdjustmentsPanel({
  title,
  adjustments,
}: {
  title: string;
  adjustments: Desk<z.infer<typeof adjustmentList>>;
}): ReactElement {
  const { desk } = useAdminTexts();
  return (
    <DeskPanel
      title={title}
      desk={adjustments}
      empty={{
        when: (value) => value.adjustments.length + value.waiting.length === 0,
        text: desk.adjust.none,
        icon: "plusminus",
      }}
    >
      {(value) => (
        <>
          <WaitingAdjustments waiting={value.waiting} onChange={adjustments.refresh} />
          <Adjustments adjustments={value.adjustments} onChange={adjustments.refresh} />
        </>
      )}
    </DeskPanel>
  );
}

/** All corrections by hand. */
export function AdjustmentsPage(): ReactElement {
  const { desk } = useAdminTexts();
  const adjustments = useDesk("/admin/adjustments", adjustmentList);
  return (
    <DeskPage title={desk.sections.adjustments} lead={desk.adjust.lead}>
      <AdjustmentsPanel title={desk.adjust.all} adjustments={adjustments} />
    </DeskPage>
  );
}
