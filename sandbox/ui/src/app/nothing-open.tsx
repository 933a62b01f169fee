import type { ReactNode } from "react";

/** The place of the chat while none is open; only wide windows show it. */
export function NothingOpen(): ReactNode {
  return (
    <section aria-label="No chat is open" className="chat-pane nothing-open" data-testid="nothing-open">
      <p>Choose a chat to start messaging</p>
    </section>
  );
}
