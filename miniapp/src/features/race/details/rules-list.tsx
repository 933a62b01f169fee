import type { ReactElement } from "react";
import type { Race } from "../../../../../wire/race.js";
import { useServices } from "../../../lib/services.js";
import { usePageTexts } from "../../../lib/texts/page-texts.js";
import { rulesText } from "./rules-text.js";

/** The rules in plain words, and whether they can still change. */
export function RulesList({ race }: { race: Race }): ReactElement {
  const { locale, dateLocale } = useServices();
  const { rules } = usePageTexts();
  const { hash, version } = race.rules;
  return (
    <>
      <ul className="rules">
        {rulesText(race, { rules, locale, dateLocale }).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p className="details__note">
        {hash === null ? rules.notFrozen : rules.frozen(version)}
        {hash === null ? null : (
          <span className="details__hash" dir="ltr">
            {hash}
          </span>
        )}
      </p>
    </>
  );
}
