import type { ReactElement } from "react";
import { Link } from "wouter";
import { useAdminTexts } from "./admin-texts.js";
import { useViewer } from "./viewer.js";

/** Who did something, as the audit log names him: people lead to their page, the viewer is "you". */
export function Actor({ actor }: { actor: string }): ReactElement {
  const { desk } = useAdminTexts();
  const { id } = useViewer();
  const [, person] = /^user:(\d+)$/.exec(actor) ?? [];
  if (person === undefined) return <>{desk.actor(actor)}</>;
  if (person === id) return <>{desk.you}</>;
  return <Link href={`/admin/people/${person}`}>{desk.actor(actor)}</Link>;
}
