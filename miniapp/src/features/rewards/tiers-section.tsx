import type { ReactElement } from "react";
import type { Profile } from "../../../../wire/me.js";
import type { RewardsOffer } from "../../../../wire/rewards.js";
import { formatSum } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { RewardSection } from "./reward-section.js";

export interface TiersSectionProps {
  tiers: RewardsOffer["tiers"];
  /** The reader's own level; null for guests. */
  own: Profile["tier"];
}

/** The ladder of status levels, with one's own marked. */
export function TiersSection({ tiers, own }: TiersSectionProps): ReactElement {
  const { locale } = useServices();
  const { tiers: words } = usePageTexts().rewards;
  return (
    <RewardSection words={words}>
      <ol className="card ladder">
        {tiers.map(({ name, from }) => (
          <li key={name} className="ladder__level" aria-current={name === own?.name ? "true" : undefined}>
            <span className="ladder__name">{name}</span>
            {name === own?.name ? <span className="pill pill--approved">{words.yours}</span> : null}
            <span className="ladder__from">{formatSum(from, locale)}</span>
          </li>
        ))}
      </ol>
    </RewardSection>
  );
}
