import {
  listGames,
  type PredictionGame,
  readGame,
  setPredictionGame as setInCore,
} from "../../core/predictions/prediction-games.js";
import { ownPredictions as readOwn, predict } from "../../core/predictions/predict.js";
import { publicNames } from "../../core/players/public-names.js";
import type { CoreContext } from "../../core/context.js";
import { formatPlayerId, type PlayerId } from "../../wire/ids.js";
import { formatCents } from "../../wire/money.js";
import {
  makePrediction,
  ownPredictions,
  predictionGame,
  predictionGames,
  setPredictionGame,
  type PredictionGame as WireGame,
} from "../../wire/predictions.js";
import { actorOf } from "../auth/principal.js";
import { admin, personOf, PUBLIC, route, SESSION } from "../route.js";
import { playerIdOf, raceIdOf, raceParams } from "./params.js";

const GROUP = "Rewards";
/** Games that are listed. */
const LISTED = 10;

type ShownPlayer = (player: PlayerId) => { id: string; name: string };

/** The names of the players, asked for at once. */
async function namer({ pool }: Pick<CoreContext, "pool">, players: readonly PlayerId[]): Promise<ShownPlayer> {
  const names = await publicNames(pool, players);
  return (player) => ({ id: formatPlayerId(player), name: names.get(player) ?? "" });
}

async function showGames(context: Pick<CoreContext, "pool">, games: readonly PredictionGame[]): Promise<WireGame[]> {
  const show = await namer(
    context,
    games.flatMap(({ tally }) => tally.map(({ playerId }) => playerId)),
  );
  return games.map((game) => ({
    race: { id: game.race, title: game.title },
    closesAt: game.closesAt.toISOString(),
    prizes: game.prizes.map(formatCents),
    state: game.state,
    predictions: game.predictions,
    tally: game.tally.map(({ playerId, named: [first, second, third] }) => ({
      player: show(playerId),
      first,
      second,
      third,
    })),
    bestPoints: game.bestPoints,
  }));
}

async function showGame(context: Pick<CoreContext, "pool">, game: PredictionGame): Promise<WireGame> {
  const [shown] = await showGames(context, [game]);
  if (shown === undefined) throw new Error("one game gives one game");
  return shown;
}

export const allPredictionGames = route({
  method: "get",
  path: "/predictions",
  access: PUBLIC,
  group: GROUP,
  summary: "Free games about the podium of races: when they close, what they pay, who was named how often.",
  input: {},
  answer: { status: 200, schema: predictionGames },
  async handler({ context }) {
    return { body: { games: await showGames(context, await listGames(context, LISTED)) } };
  },
});

export const gameOfRace = route({
  method: "get",
  path: "/races/:id/prediction",
  access: PUBLIC,
  group: GROUP,
  summary: "The prediction game of a race; 404 without one.",
  input: { params: raceParams },
  answer: { status: 200, schema: predictionGame },
  async handler({ context }, { params }) {
    return { body: await showGame(context, await readGame(context, raceIdOf(params.id))) };
  },
});

export const predictionsOfMine = route({
  method: "get",
  path: "/me/predictions",
  access: SESSION,
  group: GROUP,
  summary: "What one has predicted, and the points it brought.",
  input: {},
  answer: { status: 200, schema: ownPredictions },
  async handler({ context }, call) {
    const own = await readOwn(context, personOf(call).userId);
    const show = await namer(
      context,
      own.flatMap(({ picks }) => picks),
    );
    return {
      body: {
        predictions: own.map((one) => ({
          ...one,
          picks: one.picks.map(show),
          predictedAt: one.predictedAt.toISOString(),
        })),
      },
    };
  },
});

export const predictPodium = route({
  method: "post",
  path: "/races/:id/predictions",
  access: SESSION,
  group: GROUP,
  summary: "Says who will be first, second and third; until the game closes the last word counts. No wager is needed.",
  input: { params: raceParams, body: makePrediction },
  answer: { status: 200, schema: predictionGame },
  async handler({ context, views }, call) {
    const id = raceIdOf(call.params.id);
    const picks = call.body.picks.map(playerIdOf);
    await predict({ pool: context.pool, views }, id, personOf(call).userId, picks);
    return { body: await showGame(context, await readGame(context, id)) };
  },
});

export const setGameOfRace = route({
  method: "post",
  path: "/admin/races/:id/prediction",
  access: admin("owner", "admin"),
  group: GROUP,
  summary: "Opens the prediction game of a race, or changes it while nobody has predicted.",
  audit: "prediction.set",
  input: { params: raceParams, body: setPredictionGame },
  answer: { status: 200, schema: predictionGame },
  async handler({ context }, { params, body, principal }) {
    const closesAt = body.closesAt === undefined ? undefined : new Date(body.closesAt);
    const input = { closesAt, prizes: body.prizes };
    const game = await setInCore(context, raceIdOf(params.id), input, actorOf(principal));
    return { body: await showGame(context, game), audited: { isWritten: true } };
  },
});
