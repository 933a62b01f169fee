import type { ReactElement } from "react";
import { Link } from "wouter";
import { useServices } from "../lib/services.js";

export function ToCurrent(): ReactElement {
  const { texts } = useServices();
  return (
    <Link href="/" className="button button--tint">
      {texts.state.toCurrent}
    </Link>
  );
}
