import { createContext, useContext } from "react";
import type { Role } from "../../../../../wire/scalars.js";

/** Who looks at the page. */
export interface Viewer {
  /** Telegram's number. */
  id: string;
  roles: readonly Role[];
}

export const ViewerContext = createContext<Viewer>({ id: "", roles: [] });

export function useViewer(): Viewer {
  return useContext(ViewerContext);
}

/** True when the viewer holds one of the roles; the API decides, this only leaves out buttons that would be refused. */
export function useHas(...roles: Role[]): boolean {
  return useViewer().roles.some((role) => roles.includes(role));
}
