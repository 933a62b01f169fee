import type { CSSProperties, ReactElement } from "react";
import type { Profile } from "../../../../wire/me.js";
import { Avatar } from "../../components/avatar.js";
import { formatInstant } from "../../lib/duration.js";
import { formatSum } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { shareOf } from "../../components/chart/share-of.js";

type Tier = NonNullable<Profile["tier"]>;

function TierMeter({ tier }: { tier: Tier }): ReactElement {
  const { locale } = useServices();
  const { me } = usePageTexts();
  const { next, from, lifetime } = tier;
  const share = next === null ? 1 : shareOf(lifetime, from, next.from);
  const style: CSSProperties = { transform: `scaleX(${share})` };
  return (
    <div className="tier">
      <div className="tier__words">
        <span className="tier__name">{tier.name}</span>
        <span className="tier__lifetime">{me.lifetime(formatSum(lifetime, locale))}</span>
      </div>
      <div className="tier__track" aria-hidden="true">
        <span className="tier__fill" style={style} />
      </div>
      <p className="tier__next">
        {next === null ? me.highestTier : me.nextTier(next.name, formatSum(next.from, locale))}
      </p>
    </div>
  );
}

/** Who the person is here: his public name, his accounts, his tier. */
export function ProfileCard({ profile }: { profile: Profile }): ReactElement {
  const { dateLocale } = useServices();
  const { me } = usePageTexts();
  const name = profile.player?.name ?? profile.alias ?? profile.firstName;
  const pause = profile.break;
  return (
    <section className="card profile" aria-label={me.profile}>
      <div className="profile__head">
        <Avatar id={profile.player?.id ?? profile.id} name={name} className="profile__avatar" />
        <div className="profile__who">
          <bdi className="profile__name">{name}</bdi>
          <p className="profile__note">{profile.players.length === 0 ? me.noAccount : me.publicName}</p>
        </div>
      </div>
      {profile.tier === null ? null : <TierMeter tier={profile.tier} />}
      {pause === null ? null : (
        <p className="profile__break" role="status">
          {pause.until === null ? me.breakForGood : me.breakUntil(formatInstant(pause.until, dateLocale))}
        </p>
      )}
    </section>
  );
}
