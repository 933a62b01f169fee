import type { ReactElement } from "react";
import { Link } from "wouter";
import { useServices } from "../lib/services.js";
import { keepInSight } from "./in-sight.js";

export interface Tab {
  href: string;
  label: string;
  isActive: boolean;
}

export interface TabsProps {
  tabs: readonly Tab[];
  label: string;
  /** Views of one page: chips, and going back leaves the page instead of walking through its views. */
  isInPage?: boolean;
}

/** Pages side by side: links, so that each can be shared, opened anew and gone back to. */
export function Tabs({ tabs, label, isInPage = false }: TabsProps): ReactElement {
  const { host } = useServices();
  return (
    <nav className={`tabs ${isInPage ? "tabs--chips" : ""}`} aria-label={label}>
      {tabs.map(({ href, label: text, isActive }) => (
        <Link
          key={href}
          ref={isInPage && isActive ? keepInSight : undefined}
          href={href}
          replace={isInPage}
          className={`tabs__tab ${isActive ? "tabs__tab--active" : ""}`}
          aria-current={isActive ? "page" : undefined}
          onClick={() => host?.haptic("select")}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
