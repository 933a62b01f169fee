import type { ReactElement, ReactNode } from "react";
import { Icon, type IconName } from "./icons.js";

export interface NoticeProps {
  icon: IconName;
  title: string;
  children: ReactNode;
  /** A button or link below. */
  action?: ReactNode;
  /** `alert` when something failed while the person watched. */
  role?: "alert" | "status";
}

/** A calm full-width message: nothing here yet, or something went wrong and what helps. */
export function Notice({ icon, title, children, action, role }: NoticeProps): ReactElement {
  return (
    <div className="notice" role={role}>
      <span className="notice__icon">
        <Icon name={icon} />
      </span>
      <h2 className="notice__title">{title}</h2>
      <p className="notice__text">{children}</p>
      {action}
    </div>
  );
}
