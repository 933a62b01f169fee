import { useState, type ReactElement } from "react";
import * as z from "zod/mini";
import { createdKey, keyList, rotatedKey } from "../../../../../wire/api-keys.js";
import { formatInstant } from "../../../lib/duration.js";
import { useServices } from "../../../lib/services.js";
import { Actor } from "../parts/actor.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Age, Moment } from "../parts/age.js";
import { Deeds } from "../parts/deeds.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { Facts } from "../parts/facts.js";
import { MakeForm } from "../parts/make-form.js";
import { SecretOnce } from "../parts/secret-once.js";
import { useDesk } from "../parts/use-desk.js";
import { DeskPage } from "../shell/desk-page.js";

type Key = z.infer<typeof keyList>["keys"][number];

interface Shown {
  label: string;
  secret: string;
  note?: string;
}

function KeyItem(props: { one: Key; onChange: () => void; onSecret: (shown: Shown) => void }): ReactElement {
  const { api, dateLocale, clock } = useServices();
  const { desk } = useAdminTexts();
  const { id, name, scopes, createdAt, createdBy, expiresAt, revokedAt, lastUsedAt, addresses } = props.one;
  const isOver = revokedAt !== null || (expiresAt !== null && Date.parse(expiresAt) <= clock.now());
  const rotate = async (): Promise<void> => {
    const made = await api.changeMine({ method: "POST", path: `/admin/keys/${id}/rotate`, schema: rotatedKey });
    const note = desk.sources.bothUntil(formatInstant(made.previousExpiresAt, dateLocale));
    props.onSecret({ label: name, secret: made.key, note });
    props.onChange();
  };
  const revoke = async (): Promise<void> => {
    await api.changeMine({ method: "DELETE", path: `/admin/keys/${id}`, schema: z.undefined() });
    props.onChange();
  };
  return (
    <li className={`item ${isOver ? "item--over" : ""}`}>
      <div className="item__head">
        <div className="item__what">
          <bdi className="item__title">{name}</bdi>
          <span className="item__sub">
            {id} · {scopes.map((scope) => desk.keys.scope[scope]).join(", ")}
          </span>
        </div>
        <span className={`pill ${isOver ? "pill--rejected" : "pill--approved"}`}>
          {isOver ? desk.keys.ended : desk.keys.works}
        </span>
      </div>
      <Facts
        facts={[
          { label: desk.keys.lastUsed, value: lastUsedAt === null ? desk.keys.never : <Age at={lastUsedAt} /> },
          {
            label: desk.keys.made,
            value: (
              <>
                <Moment at={createdAt} /> · <Actor actor={createdBy} />
              </>
            ),
          },
          addresses === null ? undefined : { label: desk.keys.from, value: addresses.join(", ") },
          expiresAt === null ? undefined : { label: desk.keys.expires, value: <Moment at={expiresAt} /> },
          revokedAt === null ? undefined : { label: desk.keys.revoked, value: <Moment at={revokedAt} /> },
        ]}
      />
      {isOver ? null : (
        <Deeds
          label={name}
          deeds={[
            { key: "rotate", label: desk.keys.rotate, ask: desk.keys.rotateAsk, run: rotate },
            { key: "revoke", label: desk.keys.revoke, look: "danger", ask: desk.keys.revokeAsk, run: revoke },
          ]}
        />
      )}
    </li>
  );
}

/** Keys for scripts: made, replaced, ended. */
export function KeysPage(): ReactElement {
  const { api } = useServices();
  const { desk } = useAdminTexts();
  const keys = useDesk("/admin/keys", keyList);
  const [isMaking, setIsMaking] = useState(false);
  const [shown, setShown] = useState<Shown>();
  return (
    <DeskPage
      title={desk.sections.keys}
      lead={desk.keys.lead}
      action={
        isMaking ? null : (
          <button type="button" className="button button--fill" onClick={() => setIsMaking(true)}>
            {desk.keys.new}
          </button>
        )
      }
    >
      {shown === undefined ? null : (
        <div className="card">
          <SecretOnce {...shown} onClose={() => setShown(undefined)} />
        </div>
      )}
      {isMaking ? (
        <MakeForm
          label={desk.keys.new}
          submit={desk.keys.create}
          fields={[
            { name: "name", label: desk.keys.name, hint: desk.keys.nameHint, maxLength: 100 },
            {
              name: "scope",
              label: desk.keys.scopes,
              options: [
                ["read", desk.keys.scopeHint.read],
                ["admin", desk.keys.scopeHint.admin],
              ],
            },
          ]}
          onCancel={() => setIsMaking(false)}
          onSubmit={async ({ name = "", scope = "read" }) => {
            const body = { name, scopes: [scope] };
            const made = await api.changeMine({ method: "POST", path: "/admin/keys", schema: createdKey, body });
            setShown({ label: name, secret: made.key });
            setIsMaking(false);
            keys.refresh();
          }}
        />
      ) : null}
      <DeskPanel
        title={desk.keys.all}
        desk={keys}
        empty={{ when: (value) => value.keys.length === 0, text: desk.keys.none, icon: "key" }}
      >
        {(value) => (
          <ul className="card items">
            {value.keys.map((one) => (
              <KeyItem key={one.id} one={one} onChange={keys.refresh} onSecret={setShown} />
            ))}
          </ul>
        )}
      </DeskPanel>
    </DeskPage>
  );
}
