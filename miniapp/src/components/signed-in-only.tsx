import type { ReactElement, ReactNode } from "react";
import { formatDeepLink } from "../../../wire/deep-link.js";
import { useServices } from "../lib/services.js";
import { useValue } from "../lib/store.js";
import { appLink } from "../lib/telegram-links.js";
import { Notice } from "./notice.js";

export interface SignedInOnlyProps {
  children: ReactNode;
  /** False where the page has more to show than this. */
  isPage?: boolean;
}

/** Leads to the person's own page. */
const PAYLOAD = formatDeepLink({ kind: "prizes", value: "app" });

/** Pages about the person: what is missing where nobody is signed in, and the way in. */
export function SignedInOnly({ children, isPage = true }: SignedInOnlyProps): ReactElement {
  const { texts, session, config } = useServices();
  const { kind } = useValue(session.state);
  const href = appLink(useValue(config), PAYLOAD);
  const { mine, state } = texts;
  if (kind === "signed-in") return <>{children}</>;
  if (kind === "signing-in") {
    return (
      <div className="card bones bones--lines" role="status" aria-label={state.loading}>
        <span className="bone bone--title" />
        <span className="bone bone--row" />
        <span className="bone bone--row" />
      </div>
    );
  }
  const words = { none: mine.noSession, expired: mine.expired, unavailable: mine.unavailable }[kind];
  const open =
    href === undefined ? null : (
      <a className="button button--fill" href={href}>
        {mine.openInTelegram}
      </a>
    );
  return (
    <Notice
      isPage={isPage}
      icon="person"
      title={kind === "expired" ? mine.expiredTitle : mine.onlyInTelegram}
      action={open}
    >
      {kind === "none" ? mine.guestPerson : words}
    </Notice>
  );
}
