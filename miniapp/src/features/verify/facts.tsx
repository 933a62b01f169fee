import { useState, type ReactElement } from "react";
import type { ResultDocument } from "../../../../proof/result-document.js";
import { Button } from "../../components/button.js";
import { formatInstant } from "../../lib/duration.js";
import { formatCount } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";

/** What the file is, and its fingerprint to compare with the announced one. */
export function Facts({ document }: { document: ResultDocument }): ReactElement {
  const { locale, dateLocale } = useServices();
  const { verify } = usePageTexts();
  const [isCopied, setIsCopied] = useState(false);
  const copy = (): void => {
    // Without permission the text is still there to be selected.
    navigator.clipboard.writeText(document.documentHash).then(
      () => setIsCopied(true),
      () => setIsCopied(false),
    );
  };
  return (
    <section className="card facts">
      <dl className="facts__list">
        <div>
          <dt>{verify.factVersion}</dt>
          <dd>{formatCount(document.version, locale)}</dd>
        </div>
        <div>
          <dt>{verify.factPlayers}</dt>
          <dd>{formatCount(document.counts.players, locale)}</dd>
        </div>
        <div>
          <dt>{verify.factComputed}</dt>
          <dd>{formatInstant(document.computedAt, dateLocale)}</dd>
        </div>
        <div className="facts__wide">
          <dt>{verify.factFingerprint}</dt>
          <dd className="facts__hash" dir="ltr">
            {document.documentHash}
          </dd>
        </div>
      </dl>
      <p className="facts__hint">{verify.compare}</p>
      <div className="facts__actions">
        <Button onPress={copy}>{isCopied ? verify.copied : verify.copy}</Button>
        <a
          className="button button--tint"
          href={`/api/v1/races/${document.race}/results/${document.version}`}
          download={`result-${document.race}-v${document.version}.json`}
        >
          {verify.download}
        </a>
      </div>
    </section>
  );
}
