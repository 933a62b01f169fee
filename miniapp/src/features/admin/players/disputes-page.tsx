import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import type * as z from "zod/mini";
import { disputeQueue, disputeState, reviewedDispute } from "../../../../../wire/disputes.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Moment } from "../parts/age.js";
import { Chips } from "../parts/chips.js";
import { Deeds } from "../parts/deeds.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { PlayerName, useNames } from "../parts/names.js";
import { useQueues } from "../parts/queues.js";
import { useDesk } from "../parts/use-desk.js";
import { useQuery } from "../parts/use-query.js";
import { useHas } from "../parts/viewer.js";
import { DeskPage } from "../shell/desk-page.js";
import { Evidence } from "./evidence.js";

type Case = z.infer<typeof reviewedDispute>;

function CaseItem({ one, onChange }: { one: Case; onChange: () => void }): ReactElement {
  const { api } = useServices();
  const { desk, staff } = useAdminTexts();
  const names = useNames([one.player]);
  const mayDecide = useHas("owner", "admin");
  const decide = async (accepted: boolean, answer: string | undefined): Promise<void> => {
    const body = { accepted, answer };
    await api.changeMine({ method: "POST", path: `/admin/disputes/${one.id}/decide`, schema: reviewedDispute, body });
    onChange();
  };
  return (
    <li className="item">
      <div className="item__head">
        <div className="item__what">
          <PlayerName id={one.player} names={names} href={`/admin/races/${one.race}/players/${one.player}`} />
          <span className="item__sub">
            <Link href={`/admin/races/${one.race}`}>{desk.disputes.result(one.version)}</Link> ·{" "}
            <Moment at={one.openedAt} />
          </span>
        </div>
        <span className={`pill pill--${one.state}`}>{staff.disputes.state[one.state]}</span>
      </div>
      <blockquote className="quote">{one.text}</blockquote>
      <Evidence evidence={one.evidence} openedAt={one.openedAt} />
      {one.answer === null ? null : (
        <p className="item__words">
          {staff.disputes.answer}: {one.answer}
        </p>
      )}
      {one.state === "open" && mayDecide ? (
        <>
          <p className="form__hint">{staff.disputes.hint}</p>
          <Deeds
            label={one.text}
            deeds={[
              {
                key: "accept",
                label: staff.disputes.accept,
                look: "fill",
                asks: [{ name: "answer", label: staff.disputes.askAccept, rows: 3, maxLength: 500 }],
                run: (given) => decide(true, given["answer"]),
              },
              {
                key: "reject",
                label: staff.disputes.reject,
                look: "danger",
                asks: [{ name: "answer", label: staff.disputes.askReject, rows: 3, maxLength: 500 }],
                run: (given) => decide(false, given["answer"]),
              },
            ]}
          />
        </>
      ) : null}
    </li>
  );
}

/** Cases against results, each with the player's timeline. */
export function DisputesPage(): ReactElement {
  const { desk, staff } = useAdminTexts();
  const race = useQuery("race");
  const [state, setState] = useState<z.infer<typeof disputeState>>("open");
  const query = new URLSearchParams({ state, limit: "100", ...(race === null ? {} : { race }) });
  const cases = useDesk(`/admin/disputes?${query.toString()}`, disputeQueue);
  const queues = useQueues();
  return (
    <DeskPage title={desk.sections.disputes} lead={staff.disputes.text}>
      <Chips
        label={desk.views}
        chosen={state}
        onChoose={setState}
        chips={disputeState.options.map((key) => ({ key, label: staff.disputes.state[key] }))}
      />
      <DeskPanel
        isQuiet
        title={desk.sections.disputes}
        desk={cases}
        empty={{ when: (value) => value.disputes.length === 0, text: staff.disputes.none, icon: "scale" }}
      >
        {(value) => (
          <ul className="card items">
            {value.disputes.map((one) => (
              <CaseItem
                key={one.id}
                one={one}
                onChange={() => {
                  cases.refresh();
                  queues.refresh();
                }}
              />
            ))}
          </ul>
        )}
      </DeskPanel>
    </DeskPage>
  );
}
