import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import { personList } from "../../../../../wire/admin-people.js";
import { Avatar } from "../../../components/avatar.js";
import { TextInput } from "../../../components/inputs.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Chips } from "../parts/chips.js";
import { DeskIcon } from "../parts/desk-icons.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { useDesk } from "../parts/use-desk.js";
import { useSettled } from "../parts/use-settled.js";
import { DeskPage } from "../shell/desk-page.js";

/** People who met the bot or the app. */
export function PeoplePage(): ReactElement {
  const { host } = useServices();
  const { desk, staff } = useAdminTexts();
  const [view, setView] = useState<"all" | "staff">("all");
  const [typed, setTyped] = useState("");
  const text = useSettled(typed.trim());
  const query = new URLSearchParams({
    ...(text === "" ? {} : { q: text }),
    ...(view === "staff" ? { staff: "true" } : {}),
  });
  const people = useDesk(`/admin/users?${query.toString()}`, personList);
  return (
    <DeskPage title={desk.sections.people}>
      <div className="search">
        <TextInput label={desk.people.search} kind="search" value={typed} maxLength={64} onChange={setTyped} />
      </div>
      <Chips
        label={desk.views}
        chosen={view}
        onChoose={setView}
        chips={(["all", "staff"] as const).map((key) => ({ key, label: desk.people.view[key] }))}
      />
      <DeskPanel
        isQuiet
        title={desk.people.view[view]}
        desk={people}
        empty={{ when: (value) => value.people.length === 0, text: desk.players.none, icon: "people" }}
      >
        {(value) => (
          <ul className="card items people">
            {value.people.map((person) => (
              <li key={person.id}>
                <Link href={`/admin/people/${person.id}`} className="person-row" onClick={() => host?.haptic("tap")}>
                  <Avatar id={person.id} name={person.firstName} />
                  <span className="item__what">
                    <bdi className="item__title">
                      {person.firstName} {person.lastName}
                    </bdi>
                    <span className="item__sub">
                      {person.username === null ? person.id : `@${person.username}`}
                      {person.players.length === 0
                        ? ""
                        : ` · ${person.players.map(({ name, id }) => name ?? id).join(", ")}`}
                    </span>
                  </span>
                  {person.roles.map((role) => (
                    <span key={role} className="pill">
                      {staff.roleNames[role]}
                    </span>
                  ))}
                  {person.bannedAt === null ? null : <span className="pill pill--rejected">{desk.people.banned}</span>}
                  <DeskIcon name="chevron" className="menu__chevron" />
                </Link>
              </li>
            ))}
          </ul>
        )}
      </DeskPanel>
    </DeskPage>
  );
}
