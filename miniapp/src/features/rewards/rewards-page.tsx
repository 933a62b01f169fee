import { useCallback, useEffect, type ReactElement } from "react";
import { Link } from "wouter";
import { ownStats, profile as profileSchema, type OwnStats, type Profile } from "../../../../wire/me.js";
import { Icon, type IconName } from "../../components/icons.js";
import { LoadedPanel } from "../../components/loaded-panel.js";
import { SignedInOnly } from "../../components/signed-in-only.js";
import { formatCount, formatPrize, formatSum } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { useLoaded } from "../../lib/use-loaded.js";
import "./rewards.css";

interface Earned {
  profile: Profile;
  stats: OwnStats;
}

function Won({ earned: { profile, stats } }: { earned: Earned }): ReactElement {
  const { locale } = useServices();
  const { rewards: words } = usePageTexts();
  const { tier } = profile;
  return (
    <div className="card won">
      <p className="won__amount">{formatPrize(stats.prizes.amount, locale)}</p>
      <p className="won__label">
        {words.won(formatCount(stats.prizes.places, locale), formatCount(stats.prizes.wins, locale))}
      </p>
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

function OwnRewards(): ReactElement {
  const { api } = useServices();
  const { rewards: words } = usePageTexts();
  const read = useCallback(async (): Promise<Earned> => {
    const [profile, stats] = await Promise.all([
      api.readMine("/me", profileSchema),
      api.readMine("/me/stats?period=all-time", ownStats),
    ]);
    return { profile, stats };
  }, [api]);
  const [loaded, { reload }] = useLoaded(read);
  return (
    <LoadedPanel title={words.yours} loaded={loaded} onRetry={reload}>
      {(earned) => <Won earned={earned} />}
    </LoadedPanel>
  );
}

const LATER: readonly (readonly [kind: "milestones" | "challenges" | "drops" | "raffles", icon: IconName])[] = [
  ["milestones", "flag"],
  ["challenges", "cup"],
  ["drops", "gift"],
  ["raffles", "file"],
];

/** What the person has won, and the kinds of reward that are planned; nothing is shown that does not exist. */
export function RewardsPage(): ReactElement {
  const { rewards: words } = usePageTexts();
  useEffect(() => {
    document.title = words.title;
  }, [words]);
  return (
    <div className="rewards">
      <header className="page-head">
        <h1>{words.title}</h1>
        <p className="page-head__lead">{words.lead}</p>
      </header>
      <SignedInOnly isPage={false}>
        <OwnRewards />
      </SignedInOnly>
      <section>
        <div className="section-head">
          <h2>{words.later}</h2>
          <span className="section-head__note">{words.laterNote}</span>
        </div>
        <ul className="card later">
          {LATER.map(([kind, icon]) => (
            <li key={kind} className="later__item">
              <Icon name={icon} className="later__icon" />
              <div>
                <h3 className="later__name">{words.kinds[kind].name}</h3>
                <p className="later__what">{words.kinds[kind].what}</p>
              </div>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
