import type { Route } from "../route.js";
import { deadLetters, discardLetter, replayLetter } from "./admin-dead-letters.js";
import { addKey, listKeys, revokeKey, rotateKey } from "./admin-keys.js";
import { showPlayer } from "./admin-players.js";
import {
  addRace,
  cancelRace,
  editRace,
  endRace,
  explainScore,
  finalizeRace,
  prolongRace,
  settleRace,
} from "./admin-races.js";
import { addSource, rotateSourceSecret, showSourceHealth } from "./admin-sources.js";
import { endOwnSession, exchangeInitData, logOut, ownSessions, refresh } from "./auth.js";
import { readClientConfig } from "./client-config.js";
import { docsPage, openApiDocument } from "./documents.js";
import { disputeResult, ownDisputes } from "./disputes.js";
import { changeOwnSettings, eraseOwnData, ownProfile, ownStanding, ownWagers, takeOwnBreak } from "./me.js";
import { askForLink, dropLink, objectToTakeover, ownLinks, sendEvidence } from "./me-links.js";
import { claimOwnPrize, confirmOwnPrize, ownPrizes } from "./me-prizes.js";
import { currentRace, listRaces, oneRace } from "./races.js";
import { newestResult, resultVersion } from "./results.js";
import { leaderboard, raceStandings, standingsAround } from "./standings.js";
import { raceStream } from "./stream.js";

/** Every route of `/api/v1`, in the order in which paths are tried. What is not here does not exist. */
export const ROUTES: readonly Route[] = [
  exchangeInitData,
  refresh,
  logOut,
  ownSessions,
  endOwnSession,
  listRaces,
  currentRace,
  oneRace,
  raceStandings,
  standingsAround,
  raceStream,
  newestResult,
  resultVersion,
  leaderboard,
  disputeResult,
  ownProfile,
  eraseOwnData,
  changeOwnSettings,
  takeOwnBreak,
  ownStanding,
  ownWagers,
  ownLinks,
  askForLink,
  sendEvidence,
  objectToTakeover,
  dropLink,
  ownPrizes,
  claimOwnPrize,
  confirmOwnPrize,
  ownDisputes,
  readClientConfig,
  addRace,
  editRace,
  cancelRace,
  endRace,
  prolongRace,
  settleRace,
  finalizeRace,
  explainScore,
  showPlayer,
  deadLetters,
  replayLetter,
  discardLetter,
  addSource,
  rotateSourceSecret,
  showSourceHealth,
  listKeys,
  addKey,
  revokeKey,
  rotateKey,
  openApiDocument,
  docsPage,
];
