import type { ReactElement, ReactNode } from "react";
import { Icon } from "../../components/icons.js";

export interface VerdictProps {
  isGood: boolean;
  title: string;
  children: ReactNode;
}

/** The answer, before its reasons. */
export function Verdict({ isGood, title, children }: VerdictProps): ReactElement {
  return (
    <div className={`card verdict ${isGood ? "verdict--good" : "verdict--bad"}`} role="status">
      <span className="verdict__seal" aria-hidden="true">
        <Icon name="shield" className="verdict__shield" />
        <Icon name={isGood ? "check" : "cross"} className="verdict__mark" />
      </span>
      <div>
        <h2 className="verdict__title">{title}</h2>
        <div className="verdict__text">{children}</div>
      </div>
    </div>
  );
}
