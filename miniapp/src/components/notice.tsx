import type { ReactElement, ReactNode } from "react";
import { Icon, type IconName } from "./icons.js";

export interface NoticeProps {
  icon: IconName;
  title: string;
  children: ReactNode;
  /** True when it is all that the page shows. */
  isPage?: boolean;
  /** A button or link below. */
  action?: ReactNode;
  /** `alert` when something failed while the person watched. */
  role?: "alert" | "status";
}

/** A calm full-width message: nothing here yet, or something went wrong and what helps. */
export function Notice({ icon, title, children, action, role, isPage = false }: NoticeProps): ReactElement {
  const Title = isPage ? "h1" : "h2";
  return (
    <div className={`notice ${isPage ? "notice--page" : ""}`} role={role}>
      <span className="notice__icon">
        <Icon name={icon} />
      </span>
      <Title className="notice__title">{title}</Title>
      <p className="notice__text">{children}</p>
      {action}
    </div>
  );
}
