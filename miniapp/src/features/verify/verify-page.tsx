import { useCallback, useEffect, useState, type ReactElement, type ReactNode } from "react";
import type { Race } from "../../../../wire/race.js";
import { Button } from "../../components/button.js";
import { Failure } from "../../components/failure.js";
import { Notice } from "../../components/notice.js";
import { Panel } from "../../components/panel.js";
import { ToCurrent } from "../../components/to-current.js";
import { formatCount } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { ChecksList } from "./checks-list.js";
import { Facts } from "./facts.js";
import { inspectFile, type Inspection } from "./inspect-file.js";
import { InspectionView } from "./inspection-view.js";
import { MyReceipt } from "./my-receipt.js";
import { OwnFile } from "./own-file.js";
import { usePublished, type PublishedView } from "./use-published.js";
import { VerificationView } from "./verification-view.js";
import "./verify.css";

type Checked = Extract<PublishedView, { phase: "checked" }>;

function PublishedFile({ view }: { view: Checked }): ReactElement {
  const { verify } = usePageTexts();
  return (
    <>
      <VerificationView verification={view.verification} />
      {view.published === undefined ? null : <Facts document={view.published.document} />}
      <ChecksList checks={view.verification.checks} />
      <p className="verify__note">{verify.limits}</p>
    </>
  );
}

function Checking(): ReactElement {
  const { verify } = usePageTexts();
  return (
    <div role="status" aria-label={verify.checking}>
      <div className="card bones verify__bones">
        <span className="bone bone--title" />
        <span className="bone bone--line" />
      </div>
      <div className="card bones bones--rows">
        <span className="bone bone--row" />
        <span className="bone bone--row" />
        <span className="bone bone--row" />
      </div>
    </div>
  );
}

function Unchecked({ view, onRetry }: { view: Exclude<PublishedView, Checked>; onRetry: () => void }): ReactElement {
  const { texts } = useServices();
  const { verify } = usePageTexts();
  if (view.phase === "loading") return <Checking />;
  if (view.phase === "failed") return <Failure onRetry={onRetry} />;
  if (view.phase === "too-large") return <TooLarge race={view.race} />;
  if (view.phase === "not-yet") {
    return (
      <div className="card">
        <Notice icon="shield" title={verify.notYetTitle}>
          {verify.notYet}
        </Notice>
      </div>
    );
  }
  return (
    <Notice isPage icon="flag" title={texts.state.missingTitle} action={<ToCurrent />}>
      {texts.state.missing}
    </Notice>
  );
}

function TooLarge({ race }: { race: Race }): ReactElement {
  const { locale } = useServices();
  const { verify } = usePageTexts();
  const download = (
    <a className="button button--tint" href={`/api/v1/races/${race.id}/results`} download>
      {verify.download}
    </a>
  );
  return (
    <div className="card">
      <Notice icon="file" title={verify.tooLargeTitle} action={download}>
        {verify.tooLarge(formatCount(race.players, locale))}
      </Notice>
    </div>
  );
}

function Given({ inspection, onBack }: { inspection: Inspection; onBack: () => void }): ReactElement {
  const { verify } = usePageTexts();
  return (
    <section className="verify__given" aria-label={verify.givenTitle}>
      <div className="section-head">
        <h2>{verify.givenTitle}</h2>
      </div>
      <Panel>
        <InspectionView inspection={inspection} />
      </Panel>
      <Button onPress={onBack}>{verify.back}</Button>
    </section>
  );
}

/** Checks the published result on the person's own device, and any other file or receipt he holds. */
export function VerifyPage({ raceId }: { raceId: string }): ReactElement {
  const { verify } = usePageTexts();
  const [view, load] = usePublished(raceId);
  const [inspection, setInspection] = useState<Inspection>();
  const published = view.phase === "checked" ? view.published : undefined;
  const onText = useCallback(
    (text: string) => {
      void inspectFile(text, published).then(setInspection);
    },
    [published],
  );
  useEffect(() => {
    if (inspection !== undefined) window.scrollTo(0, 0);
  }, [inspection]);
  useEffect(() => {
    document.title = verify.title;
  }, [verify]);
  const content: ReactNode =
    view.phase === "checked" ? <PublishedFile view={view} /> : <Unchecked view={view} onRetry={load} />;
  const canTakeFiles = view.phase === "checked" || view.phase === "too-large";
  return (
    <div className={`verify ${view.phase === "checked" || inspection !== undefined ? "verify--split" : ""}`}>
      <header className="page-head">
        <h1>{verify.title}</h1>
        {"race" in view ? <bdi className="page-head__of">{view.race.title}</bdi> : null}
        <p className="page-head__lead">{verify.lead}</p>
      </header>
      {inspection === undefined ? (
        <Panel>{content}</Panel>
      ) : (
        <Given inspection={inspection} onBack={() => setInspection(undefined)} />
      )}
      {published === undefined ? null : <MyReceipt document={published.document} onText={onText} />}
      {canTakeFiles ? <OwnFile onText={onText} /> : null}
    </div>
  );
}
