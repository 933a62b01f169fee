import type { ReactElement } from "react";
import { Link } from "wouter";
import * as z from "zod/mini";
import { endedSessions, person as personSchema } from "../../../../../wire/admin-people.js";
import { role as roleSchema } from "../../../../../wire/scalars.js";
import { formatInstant } from "../../../lib/duration.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Age } from "../parts/age.js";
import { Deeds, type Deed } from "../parts/deeds.js";
import { DeskPanel, Head } from "../parts/desk-panel.js";
import { Facts } from "../parts/facts.js";
import { useDesk } from "../parts/use-desk.js";
import { useHas } from "../parts/viewer.js";
import { DeskPage } from "../shell/desk-page.js";

type Person = z.infer<typeof personSchema>;

function Card({ person }: { person: Person }): ReactElement {
  const { dateLocale } = useServices();
  const { desk, staff } = useAdminTexts();
  return (
    <div className="card facts-card">
      <Facts
        facts={[
          { label: "Telegram", value: <span className="selectable">{person.id}</span> },
          person.username === null ? undefined : { label: desk.people.username, value: `@${person.username}` },
          person.alias === null ? undefined : { label: desk.people.alias, value: <bdi>{person.alias}</bdi> },
          person.roles.length === 0
            ? undefined
            : { label: desk.people.roles, value: person.roles.map((role) => staff.roleNames[role]).join(", ") },
          { label: desk.people.seen, value: <Age at={person.seenAt} /> },
          { label: desk.people.since, value: formatInstant(person.createdAt, dateLocale) },
          { label: desk.people.messages, value: person.canBeMessaged ? desk.yes : desk.no },
          person.bannedAt === null
            ? undefined
            : { label: desk.people.banned, value: formatInstant(person.bannedAt, dateLocale) },
        ]}
      />
    </div>
  );
}

function useDeeds(person: Person, onChange: () => void): Deed[] {
  const { api } = useServices();
  const { desk, staff } = useAdminTexts();
  const isOwner = useHas("owner");
  const path = `/admin/users/${person.id}`;
  const act = async (request: Parameters<typeof api.changeMine>[0]): Promise<void> => {
    await api.changeMine(request);
    onChange();
  };
  const roles = roleSchema.options.map((role): Deed => {
    const has = person.roles.includes(role);
    const name = staff.roleNames[role];
    return {
      key: role,
      label: has ? desk.people.revoke(name) : desk.people.grant(name),
      ask: has ? desk.people.revokeAsk : desk.people.grantAsk,
      run: () =>
        has
          ? act({ method: "DELETE", path: `${path}/roles/${role}`, schema: z.undefined() })
          : act({ method: "POST", path: `${path}/roles`, schema: personSchema, body: { role } }),
    };
  });
  const shutOut: Deed =
    person.bannedAt === null
      ? {
          key: "ban",
          label: desk.people.ban,
          look: "danger",
          asks: [{ name: "reason", label: desk.people.banWhy, rows: 2, maxLength: 500 }],
          run: (given) =>
            act({ method: "POST", path: `${path}/ban`, schema: endedSessions, body: { reason: given["reason"] } }),
        }
      : {
          key: "unban",
          label: desk.people.unban,
          ask: desk.people.unbanAsk,
          run: () => act({ method: "POST", path: `${path}/unban`, schema: z.undefined() }),
        };
  return [
    ...(isOwner ? roles : []),
    {
      key: "sessions",
      label: desk.people.endSessions,
      ask: desk.people.endSessionsAsk,
      run: () => act({ method: "DELETE", path: `${path}/sessions`, schema: endedSessions }),
    },
    shutOut,
  ];
}

function Content({ person, onChange }: { person: Person; onChange: () => void }): ReactElement {
  const { desk } = useAdminTexts();
  const deeds = useDeeds(person, onChange);
  return (
    <div className="duo">
      <div>
        <Head title={desk.people.one} />
        <Card person={person} />
      </div>
      <div>
        <Head title={desk.acts} />
        <div className="card moves">
          <Deeds deeds={deeds} label={desk.acts} />
        </div>
        {person.players.length === 0 ? null : (
          <>
            <Head title={desk.people.accounts} />
            <ul className="card items">
              {person.players.map(({ id, name, source }) => (
                <li key={id} className="item">
                  <Link href={`/admin/players/${id}`} className="player-name">
                    <bdi>{name ?? id}</bdi>
                    <span className="player-name__source">{source}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  );
}

/** One person: roles, sessions, accounts, and the door. */
export function PersonPage({ id }: { id: string }): ReactElement {
  const { desk } = useAdminTexts();
  const person = useDesk(`/admin/users/${encodeURIComponent(id)}`, personSchema);
  const { loaded } = person;
  const name = loaded.phase === "ready" ? loaded.value.firstName : id;
  return (
    <DeskPage title={<bdi>{name}</bdi>} name={name} up={{ href: "/admin/people", label: desk.sections.people }}>
      <DeskPanel title="" desk={person} bones={5}>
        {(value) => <Content person={value} onChange={person.refresh} />}
      </DeskPanel>
    </DeskPage>
  );
}
