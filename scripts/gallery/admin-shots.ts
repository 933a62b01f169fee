import type { Shots } from "./shot.js";

/** Pages below `/admin`. */
export const ADMIN_SHOTS: Shots = {};
