import { useEffect, type ReactElement, type ReactNode } from "react";
import { Link } from "wouter";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { DeskIcon } from "../parts/desk-icons.js";

export interface DeskPageProps {
  title: ReactNode;
  /** For the window, where the title is more than text. */
  name?: string;
  lead?: ReactNode;
  /** The page above; the overview by default, nothing for the overview itself. */
  up?: { href: string; label: string } | null;
  action?: ReactNode;
  children: ReactNode;
}

/** A page of the administrators: the way up, its title, what can be made here. */
export function DeskPage({ title, name, lead, up, action, children }: DeskPageProps): ReactElement {
  const { host } = useServices();
  const { desk } = useAdminTexts();
  const above = up === undefined ? { href: "/admin", label: desk.title } : up;
  const windowTitle = name ?? (typeof title === "string" ? title : desk.title);
  useEffect(() => {
    document.title = windowTitle;
  }, [windowTitle]);
  return (
    <>
      <header className={`desk-page ${up === undefined ? "desk-page--section" : ""}`}>
        {above === null ? null : (
          <Link href={above.href} className="desk-page__up" onClick={() => host?.haptic("tap")}>
            <DeskIcon name="back" className="desk-page__arrow" />
            {above.label}
          </Link>
        )}
        <div className="desk-page__row">
          <h1>{title}</h1>
          {action}
        </div>
        {lead === undefined ? null : <p className="desk-page__lead">{lead}</p>}
      </header>
      {children}
    </>
  );
}

/** A link that looks like a button: it leads to a page where something is made. */
export function MakeLink({ href, children }: { href: string; children: string }): ReactElement {
  const { host } = useServices();
  return (
    <Link href={href} className="button button--fill make-link" onClick={() => host?.haptic("tap")}>
      <DeskIcon name="plus" />
      {children}
    </Link>
  );
}
