import { useCallback, useEffect, type ReactElement } from "react";
import { profile as profileSchema } from "../../../../wire/me.js";
import { userSettings } from "../../../../wire/settings.js";
import { LoadedPanel } from "../../components/loaded-panel.js";
import { Panel } from "../../components/panel.js";
import { SignedInOnly } from "../../components/signed-in-only.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { useLoaded } from "../../lib/use-loaded.js";
import { CareSection } from "./care-section.js";
import { EraseSection } from "./erase-section.js";
import { LanguageSection } from "./language-section.js";
import { NotificationsSection } from "./notifications-section.js";
import { PrivacySection } from "./privacy-section.js";
import type { SaveSettings } from "./section-props.js";
import "./settings.css";

function Content(): ReactElement {
  const { api } = useServices();
  const { settings: words } = usePageTexts();
  const [loaded, { reload, put }] = useLoaded(useCallback(() => api.readMine("/me", profileSchema), [api]));
  return (
    <LoadedPanel title={words.privacy} loaded={loaded} onRetry={reload} bones={5}>
      {(profile) => {
        const save: SaveSettings = async (change) => {
          const changed = await api.changeMine({
            method: "PATCH",
            path: "/me/settings",
            schema: userSettings,
            body: change,
          });
          put({ ...profile, alias: changed.alias, settings: changed });
        };
        return (
          <>
            <Panel>
              <PrivacySection profile={profile} save={save} />
            </Panel>
            <Panel>
              <NotificationsSection profile={profile} save={save} />
            </Panel>
            <Panel>
              <LanguageSection profile={profile} save={save} />
            </Panel>
            <Panel>
              <CareSection profile={profile} save={save} onBreak={reload} />
            </Panel>
            <Panel>
              <EraseSection />
            </Panel>
          </>
        );
      }}
    </LoadedPanel>
  );
}

/** What the person decides about himself here. */
export function SettingsPage(): ReactElement {
  const { settings } = usePageTexts();
  useEffect(() => {
    document.title = settings.title;
  }, [settings]);
  return (
    <div className="halves">
      <header className="page-head">
        <h1>{settings.title}</h1>
      </header>
      <SignedInOnly>
        <Content />
      </SignedInOnly>
    </div>
  );
}
