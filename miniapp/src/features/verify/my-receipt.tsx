import { useState, type ReactElement } from "react";
import * as z from "zod/mini";
import type { ResultDocument } from "../../../../proof/result-document.js";
import { Button } from "../../components/button.js";
import { ProblemError } from "../../lib/api/send.js";
import { useServices } from "../../lib/services.js";
import { useValue } from "../../lib/store.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";

/** The verifier looks at every member itself. */
const receipt = z.looseObject({});

interface MyReceiptProps {
  document: ResultDocument;
  onText: (text: string) => void;
}

/** Fetches the person's own receipt for this version and hands it over as text; only for people with a player. */
export function MyReceipt({ document, onText }: MyReceiptProps): ReactElement | null {
  const { api, session, texts } = useServices();
  const { verify } = usePageTexts();
  const state = useValue(session.state);
  const [fault, setFault] = useState<string>();
  if (state.kind !== "signed-in" || state.user.player === null) return null;
  const fetchReceipt = (): void => {
    setFault(undefined);
    api.readMine(`/me/receipt?race=${document.race}&version=${document.version}`, receipt).then(
      (value) => onText(JSON.stringify(value)),
      (error: unknown) => {
        const isMissing = error instanceof ProblemError && error.status === 404;
        setFault(isMissing ? verify.receiptMissing : texts.state.failed);
      },
    );
  };
  return (
    <section className="card my-receipt">
      <div>
        <h2 className="my-receipt__title">{verify.myReceipt}</h2>
        <p className="my-receipt__text" role={fault === undefined ? undefined : "alert"}>
          {fault ?? verify.myReceiptHint}
        </p>
      </div>
      <Button look="fill" onPress={fetchReceipt}>
        {verify.pasteCheck}
      </Button>
    </section>
  );
}
