import { useState, type ReactElement } from "react";
import { WordsForm } from "../../../components/words-form.js";
import { usePageTexts } from "../../../lib/texts/page-texts.js";

/** A question about a provisional result; the player's timeline goes with it. */
export function AskCase({ raceId }: { raceId: string }): ReactElement {
  const { cases } = usePageTexts();
  const [isSent, setIsSent] = useState(false);
  if (isSent) return <p role="status">{cases.sent}</p>;
  return (
    <WordsForm
      path={`/races/${raceId}/disputes`}
      label={cases.what}
      hint={cases.hint}
      submit={cases.send}
      onDone={() => setIsSent(true)}
    />
  );
}
