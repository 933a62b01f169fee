import type { ReactElement, ReactNode } from "react";

export function Section({ title, children }: { title: string; children: ReactNode }): ReactElement {
  return (
    <section>
      <div className="section-head">
        <h2>{title}</h2>
      </div>
      <div className="card settings__card">{children}</div>
    </section>
  );
}
