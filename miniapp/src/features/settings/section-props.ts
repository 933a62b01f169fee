import type { Profile } from "../../../../wire/me.js";
import type { ChangeSettings } from "../../../../wire/settings.js";

/** Saves some settings and shows them as the server then has them. */
export type SaveSettings = (change: ChangeSettings) => Promise<void>;

/** What every section of the settings works with. */
export interface SectionProps {
  profile: Profile;
  save: SaveSettings;
}
