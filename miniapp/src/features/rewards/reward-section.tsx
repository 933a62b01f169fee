import type { ReactElement, ReactNode } from "react";

export interface RewardSectionProps {
  words: { title: string; explains: string };
  children: ReactNode;
}

/** One kind of reward: what it is called, how it works, and what there is of it. */
export function RewardSection({ words, children }: RewardSectionProps): ReactElement {
  return (
    <section>
      <div className="section-head">
        <h2>{words.title}</h2>
      </div>
      <p className="rewards__explains">{words.explains}</p>
      {children}
    </section>
  );
}
