import type { ReactNode } from "react";
import type { ChatView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { Icon } from "../components/icon.js";

/** The button beside the composer of the bot's private chat: its commands, or its Mini App. */
export function MenuButton({ chat, onCommands }: { chat: ChatView; onCommands: () => void }): ReactNode {
  const { openMiniApp } = useDesk();
  const { menuButton } = chat;
  if (menuButton === undefined) return null;
  const isApp = menuButton.kind === "webApp";
  return (
    <button
      type="button"
      className="bot-menu-button"
      data-testid="menu-button"
      data-kind={menuButton.kind}
      onClick={() => {
        if (isApp) openMiniApp({ from: "menu" }, chat.id);
        else onCommands();
      }}
    >
      <Icon name={isApp ? "app" : "list"} size={18} />
      <bdi>{isApp ? menuButton.text : "Menu"}</bdi>
    </button>
  );
}
