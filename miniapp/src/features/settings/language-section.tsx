import type { ReactElement } from "react";
import { LOCALES, type Locale } from "../../../../messages/locale.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { useAction } from "../../lib/use-action.js";
import { Fault } from "../../components/fault.js";
import { Choice } from "../../components/fields.js";
import { Section } from "./section.js";
import type { SectionProps } from "./section-props.js";

/** Languages call themselves by their own names. */
const NAMES: Record<Locale, string> = { en: "English", de: "Deutsch" };

function zones(current: string | null): string[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const all = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : ["UTC"];
  return [...new Set([own, "UTC", ...(current === null ? [] : [current]), ...all])];
}

/** The language of the bot and the zone of days and quiet hours. */
export function LanguageSection({ profile, save }: SectionProps): ReactElement {
  const { settings: words } = usePageTexts();
  const { run, isBusy, fault } = useAction();
  const { language, timeZone } = profile.settings;
  return (
    <Section title={words.language}>
      <Choice
        label={words.speak}
        value={language ?? ""}
        options={[["", words.asTelegram], ...LOCALES.map((locale) => [locale, NAMES[locale]] as const)]}
        isDisabled={isBusy}
        onChange={(value) => run(() => save({ language: value === "" ? null : value }))}
      />
      <Choice
        label={words.zone}
        hint={words.zoneHint}
        value={timeZone ?? ""}
        options={[["", words.asOperator], ...zones(timeZone).map((zone) => [zone, zone.replaceAll("_", " ")] as const)]}
        isDisabled={isBusy}
        onChange={(value) => run(() => save({ timeZone: value === "" ? null : value }))}
      />
      <Fault text={fault} />
    </Section>
  );
}
