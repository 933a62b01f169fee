import { useState, type ReactElement } from "react";
import type * as z from "zod/mini";
import { auditList } from "../../../../../wire/admin-people.js";
import { Button } from "../../../components/button.js";
import { TextInput } from "../../../components/inputs.js";
import { Actor } from "../parts/actor.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Moment } from "../parts/age.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { Known } from "../parts/known.js";
import { useDesk } from "../parts/use-desk.js";
import { useSettled } from "../parts/use-settled.js";
import { DeskPage } from "../shell/desk-page.js";

type Act = z.infer<typeof auditList>["acts"][number];
const STEP = 50;
const MOST = 200;

function hasDetail({ detail }: Act): boolean {
  return typeof detail === "object" && detail !== null && Object.keys(detail).length > 0;
}

function ActItem({ act }: { act: Act }): ReactElement {
  const { desk } = useAdminTexts();
  return (
    <li className="item act">
      <div className="item__head">
        <div className="item__what">
          <code className="act__name">{act.action}</code>
          <span className="item__sub selectable">{act.subject}</span>
        </div>
        <div className="act__who">
          <span>
            <Actor actor={act.actor} />
          </span>
          <span className="item__sub">
            <Moment at={act.at} />
          </span>
        </div>
      </div>
      {hasDetail(act) ? (
        <details className="item__more">
          <summary>{desk.audit.detail}</summary>
          <Known value={act.detail} />
        </details>
      ) : null}
    </li>
  );
}

/** What people with rights did, newest first. */
export function AuditPage(): ReactElement {
  const { desk } = useAdminTexts();
  const [typed, setTyped] = useState({ action: "", subject: "", actor: "" });
  const [limit, setLimit] = useState(STEP);
  const filters = useSettled(typed);
  const given = Object.entries(filters).flatMap(([name, text]) => (text.trim() === "" ? [] : [[name, text.trim()]]));
  const query = new URLSearchParams([["limit", String(limit)], ...given]);
  const acts = useDesk(`/admin/audit?${query.toString()}`, auditList);
  const set = (name: keyof typeof typed) => (value: string) => setTyped((before) => ({ ...before, [name]: value }));
  return (
    <DeskPage title={desk.sections.audit} lead={desk.audit.lead}>
      <div className="filters">
        <TextInput
          label={desk.audit.action}
          placeholder="race."
          kind="search"
          value={typed.action}
          onChange={set("action")}
        />
        <TextInput
          label={desk.audit.subject}
          placeholder="payout:12"
          kind="search"
          value={typed.subject}
          onChange={set("subject")}
        />
        <TextInput
          label={desk.audit.actor}
          placeholder="user:42"
          kind="search"
          value={typed.actor}
          onChange={set("actor")}
        />
      </div>
      <DeskPanel
        title={desk.audit.all}
        desk={acts}
        empty={{ when: (value) => value.acts.length === 0, text: desk.audit.none, icon: "list" }}
      >
        {(value) => (
          <>
            <ul className="card items">
              {value.acts.map((act) => (
                <ActItem key={act.id} act={act} />
              ))}
            </ul>
            {value.nextCursor === null || limit >= MOST ? null : (
              <div className="more">
                <Button onPress={() => setLimit(MOST)}>{desk.more}</Button>
              </div>
            )}
          </>
        )}
      </DeskPanel>
    </DeskPage>
  );
}
