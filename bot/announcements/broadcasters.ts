import type { Role } from "../../wire/scalars.js";

/** Who may write to everybody. */
export const BROADCASTERS: readonly Role[] = ["owner"];
