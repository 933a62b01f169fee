import type { ReactElement, ReactNode } from "react";

export interface Fact {
  label: string;
  value: ReactNode;
}

/** Names and values, one below the other on a phone and side by side where there is room. */
export function Facts({ facts }: { facts: readonly (Fact | undefined)[] }): ReactElement {
  return (
    <dl className="facts">
      {facts.flatMap((fact) =>
        fact === undefined
          ? []
          : [
              <div key={fact.label} className="facts__item">
                <dt>{fact.label}</dt>
                <dd>{fact.value}</dd>
              </div>,
            ],
      )}
    </dl>
  );
}
