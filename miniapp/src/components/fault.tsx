import type { ReactElement } from "react";

export function Fault({ text }: { text: string | undefined }): ReactElement | null {
  if (text === undefined) return null;
  return (
    <p className="fault" role="alert">
      {text}
    </p>
  );
}
