import { type ReactNode, useState } from "react";
import type { ChatView, MemberView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { Avatar } from "../components/avatar.js";
import { Icon, IconButton } from "../components/icon.js";
import { Menu, type MenuItem } from "../components/menu.js";
import { personName } from "../lib/names.js";

const STATUS_WORDS: Partial<Record<MemberView["status"], string>> = {
  creator: "owner",
  administrator: "admin",
  restricted: "restricted",
};

function useMemberItems(chat: ChatView): (member: MemberView) => MenuItem[] {
  const { state, act } = useDesk();
  return (member) => {
    const target = { chatId: chat.id, userId: member.userId };
    const items: MenuItem[] = [];
    const isSelf = member.userId === state.me.id;
    if (chat.rights.canPromote && member.status === "administrator") {
      const label = member.isAnonymous ? "Show under the own name" : "Make anonymous";
      if (!member.isBot) {
        const anonymous = !member.isAnonymous;
        items.push({ icon: "user", label, onSelect: () => void act({ do: "promote", ...target, anonymous }) });
      }
      items.push({ icon: "down", label: "Remove admin rights", onSelect: () => void act({ do: "demote", ...target }) });
    } else if (chat.rights.canPromote && member.status !== "creator") {
      items.push({ icon: "gear", label: "Make admin", onSelect: () => void act({ do: "promote", ...target }) });
    }
    if (chat.rights.canRemoveMembers && !isSelf && member.status !== "creator") {
      const onSelect = (): void => void act({ do: "removeMember", ...target });
      items.push({ icon: "trash", label: "Remove from the group", isDanger: true, onSelect });
    }
    return items;
  };
}

/** People (and the bot) who are not here but could be added. */
function Absent({ chat, presentIds }: { chat: ChatView; presentIds: ReadonlySet<number> }): ReactNode {
  const { state, act } = useDesk();
  const candidates = [
    { id: state.bot.id, name: state.bot.firstName, isBot: true },
    ...state.people.filter((one) => !one.isDeleted).map((one) => ({ id: one.id, name: personName(one), isBot: false })),
  ].filter((one) => !presentIds.has(one.id));
  if (!chat.rights.canAddMembers || candidates.length === 0) return null;
  return (
    <section className="info-section">
      <h3>Add</h3>
      <ul className="choice-list">
        {candidates.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className="choice"
              onClick={() => void act({ do: "addMember", chatId: chat.id, userId: one.id })}
            >
              <Avatar id={one.id} name={one.name} size={36} kind={one.isBot ? "bot" : "person"} />
              <bdi className="grow">{one.name}</bdi>
              <Icon name="plus" size={18} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The members of a group, with what the person who acts may do to each. */
export function MemberList({ chat }: { chat: ChatView }): ReactNode {
  const itemsFor = useMemberItems(chat);
  const [menu, setMenu] = useState<{ member: MemberView; at: { x: number; y: number } } | null>(null);
  const present = chat.members.filter((member) => member.status !== "left" && member.status !== "kicked");
  return (
    <>
      <section className="info-section">
        <h3>Members</h3>
        <ul className="choice-list">
          {present.map((member) => (
            <li key={member.userId} className="choice" data-testid="member" data-user-id={member.userId}>
              <Avatar id={member.userId} name={member.name} size={36} kind={member.isBot ? "bot" : "person"} />
              <bdi className="grow">{member.name}</bdi>
              <span className="member-status">
                {member.isAnonymous ? "anonymous " : ""}
                {member.customTitle ?? STATUS_WORDS[member.status] ?? ""}
              </span>
              {itemsFor(member).length === 0 ? null : (
                <IconButton
                  icon="more"
                  label={`Actions for ${member.name}`}
                  size={18}
                  onPress={(button) => {
                    const { left, bottom } = button.getBoundingClientRect();
                    setMenu({ member, at: { x: left, y: bottom } });
                  }}
                />
              )}
            </li>
          ))}
        </ul>
      </section>
      <Absent chat={chat} presentIds={new Set(present.map((member) => member.userId))} />
      {menu === null ? null : (
        <Menu
          label={`Actions for ${menu.member.name}`}
          at={menu.at}
          items={itemsFor(menu.member)}
          onClose={() => setMenu(null)}
        />
      )}
    </>
  );
}
