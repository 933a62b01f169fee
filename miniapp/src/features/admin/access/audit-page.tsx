import { Fragment, useState, type ReactElement } from "react";
import type * as z from "zod/mini";
import { auditList } from "../../../../../wire/admin-people.js";
import { TextInput } from "../../../components/inputs.js";
import { Actor } from "../parts/actor.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Moment } from "../parts/age.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { Known } from "../parts/known.js";
import { MoreRows } from "../parts/more-rows.js";
import { useDesk } from "../parts/use-desk.js";
import { useSettled } from "../parts/use-settled.js";
import { DeskPage } from "../shell/desk-page.js";

type Act = z.infer<typeof auditList>["acts"][number];
const STEP = 50;
/** What can be looked for, each with an example. */
const FILTERS = [
  ["action", "race."],
  ["subject", "payout:12"],
  ["actor", "user:42"],
] as const;

function hasDetail({ detail }: Act): boolean {
  return typeof detail === "object" && detail !== null && Object.keys(detail).length > 0;
}

function ActItem({ act }: { act: Act }): ReactElement {
  const { desk } = useAdminTexts();
  return (
    <li className="item act">
      <div className="item__head">
        <div className="item__what">
          <code className="act__name">
            {act.action.split(".").map((word, at) => (
              // Narrow phones break at the dot before they break a word.
              <Fragment key={word}>
                {at === 0 ? null : (
                  <>
                    .<wbr />
                  </>
                )}
                {word}
              </Fragment>
            ))}
          </code>
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
  return (
    <DeskPage title={desk.sections.audit} lead={desk.audit.lead}>
      <div className="filters">
        {FILTERS.map(([name, placeholder]) => (
          <TextInput
            key={name}
            label={desk.audit[name]}
            placeholder={placeholder}
            kind="search"
            value={typed[name]}
            onChange={(value) => setTyped((before) => ({ ...before, [name]: value }))}
          />
        ))}
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
            <MoreRows nextCursor={value.nextCursor} limit={limit} onMore={setLimit} />
          </>
        )}
      </DeskPanel>
    </DeskPage>
  );
}
