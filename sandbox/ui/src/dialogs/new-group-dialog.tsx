import { type ReactNode, useState } from "react";
import { useDesk } from "../app/desk.js";
import { Avatar } from "../components/avatar.js";
import { Dialog } from "../components/dialog.js";
import { personName } from "../lib/names.js";

/** Makes a group with some of the people, and the bot when wished. */
export function NewGroupDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { state, perform } = useDesk();
  const [title, setTitle] = useState("");
  const [isSupergroup, setSupergroup] = useState(true);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set([state.bot.id]));
  const candidates = [
    { id: state.bot.id, name: state.bot.firstName, isBot: true },
    ...state.people
      .filter((person) => person.id !== state.me.id && !person.isDeleted)
      .map((person) => ({ id: person.id, name: personName(person), isBot: false })),
  ];
  const toggle = (id: number): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const create = (): void => {
    if (title.trim() === "") return;
    const kind = isSupergroup ? "supergroup" : "group";
    onClose();
    void perform({ do: "createGroup", title: title.trim(), kind, memberIds: [...chosen] }, state.me.id);
  };
  return (
    <Dialog
      title="New group"
      testId="new-group-dialog"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="button" className="button button-main" disabled={title.trim() === ""} onClick={create}>
            Create
          </button>
        </>
      }
    >
      <label className="field">
        <span>Name</span>
        <input
          type="text"
          maxLength={128}
          value={title}
          dir="auto"
          onChange={(event) => setTitle(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") create();
          }}
        />
      </label>
      <label className="check">
        <input type="checkbox" checked={isSupergroup} onChange={(event) => setSupergroup(event.target.checked)} />
        Supergroup (can have topics)
      </label>
      <fieldset className="choice-list">
        <legend>Members</legend>
        {candidates.map((candidate) => (
          <label key={candidate.id} className="choice">
            <Avatar id={candidate.id} name={candidate.name} size={36} kind={candidate.isBot ? "bot" : "person"} />
            <bdi>{candidate.name}</bdi>
            <input type="checkbox" checked={chosen.has(candidate.id)} onChange={() => toggle(candidate.id)} />
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
