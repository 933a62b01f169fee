import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import { accountList } from "../../../../../wire/admin-players.js";
import { TextInput } from "../../../components/inputs.js";
import { Avatar } from "../../../components/avatar.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { DeskIcon } from "../parts/desk-icons.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { useDesk } from "../parts/use-desk.js";
import { useSettled } from "../parts/use-settled.js";
import { DeskPage } from "../shell/desk-page.js";

/** Casino accounts, found by how a name or id begins. */
export function PlayersPage(): ReactElement {
  const { host } = useServices();
  const { desk } = useAdminTexts();
  const [typed, setTyped] = useState("");
  const text = useSettled(typed.trim());
  const query = text === "" ? "" : `?q=${encodeURIComponent(text)}`;
  const players = useDesk(`/admin/players${query}`, accountList);
  return (
    <DeskPage title={desk.sections.players}>
      <div className="search">
        <TextInput label={desk.players.search} kind="search" value={typed} maxLength={128} onChange={setTyped} />
      </div>
      <DeskPanel
        title={text === "" ? desk.players.newest : desk.players.found}
        desk={players}
        empty={{ when: (value) => value.accounts.length === 0, text: desk.players.none, icon: "search" }}
      >
        {(value) => (
          <ul className="card items people">
            {value.accounts.map(({ id, name, source, playerId }) => (
              <li key={id}>
                <Link href={`/admin/players/${id}`} className="person-row" onClick={() => host?.haptic("tap")}>
                  <Avatar id={id} name={name} />
                  <span className="item__what">
                    <bdi className="item__title">{name}</bdi>
                    <span className="item__sub">
                      {source} · {playerId}
                    </span>
                  </span>
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
