import type { Route } from "../route.js";
import { addOneAdjustment, allAdjustments, raceAdjustments, revertOneAdjustment } from "./admin-adjustments.js";
import { allDisputes, answerDispute } from "./admin-disputes.js";
import { allGroups, editGroup } from "./admin-groups.js";
import { approveRequest, linkRequests, rejectRequest } from "./admin-links.js";
import {
  allPayouts,
  approveOnePayout,
  confirmOnePayout,
  failOnePayout,
  onePayoutHistory,
  payOnePayout,
  payoutsAsCsv,
} from "./admin-payouts.js";
import {
  allPeople,
  auditPage,
  banOnePerson,
  endSessionsOfPerson,
  grantOneRole,
  onePerson,
  revokeOneRole,
  sessionsOfPerson,
  unbanOnePerson,
} from "./admin-people.js";
import { addSeries, allSeries, copyRace, endSeries, poolTemplates } from "./admin-series.js";
import {
  addExclusion,
  allExclusions,
  correctResult,
  judgeNewcomer,
  liftOneExclusion,
  previewRace,
  settlementScreen,
} from "./admin-settlement.js";
import { allSources, editSource, readSourceSettings, removeSource, trySourceDialect } from "./admin-source-settings.js";
import { deadLetters, discardLetter, replayLetter } from "./admin-dead-letters.js";
import { addKey, listKeys, revokeKey, rotateKey } from "./admin-keys.js";
import { allPlayers, showPlayer } from "./admin-players.js";
import { lastWagerDays, waitingQueues } from "./admin-overview.js";
import {
  addBroadcast,
  allBroadcasts,
  broadcastRecipients,
  cancelOneBroadcast,
  pauseOneBroadcast,
  resumeOneBroadcast,
  startOneBroadcast,
} from "./admin-broadcasts.js";
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
import {
  acceptSnapshot,
  addPolledSource,
  dropSnapshot,
  editPolledSource,
  pollSourceNow,
  showPolledSource,
  testPolledSource,
  uploadSourceTotals,
} from "./admin-polled-sources.js";
import { addOneMilestone, allMilestones, allTiers, replaceAllTiers, retireOneMilestone } from "./admin-rewards.js";
import { addSource, rotateSourceSecret, showSourceHealth } from "./admin-sources.js";
import { endOwnSession, exchangeInitData, logOut, ownSessions, refresh } from "./auth.js";
import { readClientConfig } from "./client-config.js";
import { tellClientError } from "./client-errors.js";
import { docsPage, openApiDocument } from "./documents.js";
import { disputeResult, ownDisputes } from "./disputes.js";
import {
  acceptOneEntry,
  allChallenges,
  challengesOnOffer,
  closeOneChallenge,
  enterOneChallenge,
  makeOneChallenge,
  ownEntries,
  rejectOneEntry,
  setBetHosts,
  waitingEntries,
} from "./challenges.js";
import { allDrops, claimOneDrop, closeOneDrop, dropsOnOffer, makeOneDrop, redeemOneCode } from "./drops.js";
import { changeOwnSettings, eraseOwnData, ownProfile, ownStanding, ownWagers, takeOwnBreak } from "./me.js";
import { askForLink, dropLink, objectToTakeover, ownLinks, sendEvidence } from "./me-links.js";
import { claimOwnPrize, confirmOwnPrize, ownPrizes } from "./me-prizes.js";
import { readOwnReceipt } from "./me-receipt.js";
import { currentRace, lanesOfRace, listRaces, oneRace } from "./races.js";
import { readFame } from "./hall-of-fame.js";
import { newestResult, resultVersion } from "./results.js";
import { leaderboard, raceStandings, standingsAround } from "./standings.js";
import { shareWithOthers } from "./sharing.js";
import { linkSources } from "./sources.js";
import { allRaffles, cancelOneRaffle, makeOneRaffle, raffleResult, ticketsOfMine } from "./raffles.js";
import { rewardsOfMine, rewardsOnOffer } from "./rewards.js";
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
  lanesOfRace,
  raceStandings,
  standingsAround,
  raceStream,
  newestResult,
  resultVersion,
  readFame,
  leaderboard,
  disputeResult,
  raceAdjustments,
  readOwnReceipt,
  ownProfile,
  eraseOwnData,
  changeOwnSettings,
  takeOwnBreak,
  ownStanding,
  ownWagers,
  shareWithOthers,
  linkSources,
  ownLinks,
  askForLink,
  sendEvidence,
  objectToTakeover,
  dropLink,
  ownPrizes,
  claimOwnPrize,
  confirmOwnPrize,
  rewardsOnOffer,
  rewardsOfMine,
  dropsOnOffer,
  claimOneDrop,
  redeemOneCode,
  allRaffles,
  raffleResult,
  ticketsOfMine,
  challengesOnOffer,
  ownEntries,
  enterOneChallenge,
  ownDisputes,
  readClientConfig,
  tellClientError,
  waitingQueues,
  lastWagerDays,
  addRace,
  editRace,
  cancelRace,
  endRace,
  prolongRace,
  settleRace,
  finalizeRace,
  explainScore,
  settlementScreen,
  correctResult,
  judgeNewcomer,
  previewRace,
  copyRace,
  poolTemplates,
  allSeries,
  addSeries,
  endSeries,
  allExclusions,
  addExclusion,
  liftOneExclusion,
  allPayouts,
  payoutsAsCsv,
  onePayoutHistory,
  approveOnePayout,
  payOnePayout,
  failOnePayout,
  confirmOnePayout,
  allMilestones,
  addOneMilestone,
  retireOneMilestone,
  allTiers,
  replaceAllTiers,
  allDrops,
  makeOneDrop,
  closeOneDrop,
  allChallenges,
  makeOneChallenge,
  closeOneChallenge,
  setBetHosts,
  waitingEntries,
  acceptOneEntry,
  rejectOneEntry,
  makeOneRaffle,
  cancelOneRaffle,
  allAdjustments,
  addOneAdjustment,
  revertOneAdjustment,
  allDisputes,
  answerDispute,
  linkRequests,
  approveRequest,
  rejectRequest,
  allPeople,
  onePerson,
  grantOneRole,
  revokeOneRole,
  sessionsOfPerson,
  endSessionsOfPerson,
  banOnePerson,
  unbanOnePerson,
  auditPage,
  allGroups,
  editGroup,
  allBroadcasts,
  addBroadcast,
  broadcastRecipients,
  startOneBroadcast,
  pauseOneBroadcast,
  resumeOneBroadcast,
  cancelOneBroadcast,
  allPlayers,
  showPlayer,
  addPolledSource,
  showPolledSource,
  editPolledSource,
  testPolledSource,
  pollSourceNow,
  acceptSnapshot,
  dropSnapshot,
  uploadSourceTotals,
  deadLetters,
  replayLetter,
  discardLetter,
  allSources,
  addSource,
  editSource,
  removeSource,
  readSourceSettings,
  trySourceDialect,
  rotateSourceSecret,
  showSourceHealth,
  listKeys,
  addKey,
  revokeKey,
  rotateKey,
  openApiDocument,
  docsPage,
];
