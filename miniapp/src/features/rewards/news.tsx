import type { ReactElement } from "react";

/** What came of what the person did, said aloud to those who listen; nothing before he did it. */
export function News({ text }: { text: string | undefined }): ReactElement | null {
  if (text === undefined) return null;
  return (
    <p role="status" className="offer__news">
      {text}
    </p>
  );
}
