import type { ReactElement } from "react";
import type { Link } from "../../../../wire/links.js";
import { Button } from "../../components/button.js";
import { formatInstant } from "../../lib/duration.js";
import { formatWager } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";

export interface LinkChallengeProps {
  challenge: NonNullable<Link["challenge"]>;
  onCheck: () => void;
}

/** The two ways to prove that an account is one's own: wagering is never the only one. */
export function LinkChallenge({ challenge, onCheck }: LinkChallengeProps): ReactElement {
  const { locale, dateLocale } = useServices();
  const { links } = usePageTexts();
  return (
    <div className="challenge">
      <p className="challenge__lead">{links.proveLead}</p>
      <div className="challenge__ways">
        <div className="challenge__way">
          <h3>{links.byName}</h3>
          <p>{links.byNameHow}</p>
          <p className="challenge__token" dir="ltr">
            {challenge.nameSuffix}
          </p>
        </div>
        <div className="challenge__way">
          <h3>{links.byWagers}</h3>
          <p>{links.byWagersHow}</p>
          <p className="challenge__token" dir="ltr">
            {challenge.amounts.map((amount) => formatWager(amount, locale)).join(" + ")}
          </p>
        </div>
      </div>
      <p className="form__hint">{links.until(formatInstant(challenge.expiresAt, dateLocale))}</p>
      <Button look="fill" onPress={onCheck}>
        {links.check}
      </Button>
    </div>
  );
}
