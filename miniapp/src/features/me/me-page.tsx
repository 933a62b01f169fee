import { useCallback, useEffect, type ReactElement } from "react";
import { Link } from "wouter";
import { profile as profileSchema, type Profile } from "../../../../wire/me.js";
import { Icon, type IconName } from "../../components/icons.js";
import { LoadedPanel } from "../../components/loaded-panel.js";
import { Panel } from "../../components/panel.js";
import { SignedInOnly } from "../../components/signed-in-only.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { useLoaded } from "../../lib/use-loaded.js";
import { CasesPanel } from "./cases-panel.js";
import { LinksPanel } from "./links-panel.js";
import { PrizesPanel } from "./prizes-panel.js";
import { ProfileCard } from "./profile-card.js";
import { StatsPanel } from "./stats-panel.js";
import "./me.css";

function PageLink({ href, icon, children }: { href: string; icon: IconName; children: string }): ReactElement {
  const { host } = useServices();
  return (
    <Link href={href} className="page-link" onClick={() => host?.haptic("tap")}>
      <Icon name={icon} className="page-link__icon" />
      <span className="page-link__text">{children}</span>
      <Icon name="chevron" className="page-link__chevron" />
    </Link>
  );
}

function Panels({ profile, onChange }: { profile: Profile; onChange: () => void }): ReactElement {
  const { me } = usePageTexts();
  const isLinked = profile.players.length > 0;
  return (
    <div className="me__columns">
      <div>
        <ProfileCard profile={profile} />
        {isLinked ? (
          <Panel>
            <PrizesPanel />
          </Panel>
        ) : null}
        <Panel>
          <LinksPanel isLinked={isLinked} onChange={onChange} />
        </Panel>
      </div>
      <div>
        {isLinked ? (
          <Panel>
            <StatsPanel />
          </Panel>
        ) : null}
        <Panel>
          <CasesPanel />
        </Panel>
        <nav className="card page-links" aria-label={me.more}>
          <PageLink href="/rewards" icon="gift">
            {me.rewards}
          </PageLink>
          <PageLink href="/settings" icon="gear">
            {me.settings}
          </PageLink>
          {profile.roles.length === 0 ? null : (
            <PageLink href="/admin" icon="shield">
              {me.administration}
            </PageLink>
          )}
        </nav>
      </div>
    </div>
  );
}

function Content(): ReactElement {
  const { api, session } = useServices();
  const { me } = usePageTexts();
  const [loaded, { reload }] = useLoaded(useCallback(() => api.readMine("/me", profileSchema), [api]));
  const profile = loaded.phase === "ready" ? loaded.value : undefined;
  useEffect(() => {
    if (profile !== undefined) session.learn(profile);
  }, [session, profile]);
  if (loaded.phase === "ready") return <Panels profile={loaded.value} onChange={reload} />;
  return (
    <LoadedPanel title={me.title} loaded={loaded} onRetry={reload} bones={4}>
      {() => null}
    </LoadedPanel>
  );
}

/** Everything about the person himself: who he is here, what he won, how he did, which accounts are his. */
export function MePage(): ReactElement {
  const { me } = usePageTexts();
  useEffect(() => {
    document.title = me.title;
  }, [me]);
  return (
    <div className="me">
      <h1 className="hidden">{me.title}</h1>
      <SignedInOnly>
        <Content />
      </SignedInOnly>
    </div>
  );
}
