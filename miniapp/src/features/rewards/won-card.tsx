import type { ReactElement } from "react";
import { Link } from "wouter";
import type { OwnStats, Profile } from "../../../../wire/me.js";
import { formatPrize, formatSum } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";

/** What the person has won in races so far, with his level. */
export function WonCard({ profile: { tier }, stats }: { profile: Profile; stats: OwnStats }): ReactElement {
  const { locale } = useServices();
  const { rewards: words } = usePageTexts();
  return (
    <div className="card won">
      <p className="won__amount">{formatPrize(stats.prizes.amount, locale)}</p>
      <p className="won__label">{words.won(stats.prizes.places, stats.prizes.wins)}</p>
      {tier === null ? null : (
        <p className="won__tier">
          <span className="pill pill--approved">{tier.name}</span>
          {tier.next === null ? null : words.nextTier(tier.next.name, formatSum(tier.next.from, locale))}
        </p>
      )}
      <Link href="/me" className="button button--tint">
        {words.inbox}
      </Link>
    </div>
  );
}
