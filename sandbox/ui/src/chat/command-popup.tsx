import type { ReactNode } from "react";
import type { BotCommandView } from "../../../telegram/control.js";

/** Commands that begin with what stands in the composer; null when it is no command. */
export function matchingCommands(draft: string, commands: readonly BotCommandView[]): BotCommandView[] | null {
  const match = /^\/(\w*)$/.exec(draft);
  if (match === null) return null;
  const start = (match[1] ?? "").toLowerCase();
  return commands.filter((command) => command.command.startsWith(start));
}

type Props = {
  id: string;
  commands: readonly BotCommandView[];
  chosen: number;
  onChoose: (command: string) => void;
};

/** Id of one line of the list, for `aria-activedescendant`. */
export function commandOptionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** The bot's commands above the composer, as they are set for this person, chat and language. */
export function CommandPopup({ id, commands, chosen, onChoose }: Props): ReactNode {
  return (
    <div className="popup-list" id={id} role="listbox" aria-label="Commands of the bot" data-testid="command-list">
      {commands.map((command, index) => (
        <div
          key={command.command}
          id={commandOptionId(id, index)}
          role="option"
          aria-selected={index === chosen}
          className="popup-row"
          // The composer keeps the focus, so that typing goes on.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(command.command)}
        >
          <span className="command-name">/{command.command}</span>
          <span className="command-text" dir="auto">
            {command.description}
          </span>
        </div>
      ))}
    </div>
  );
}
