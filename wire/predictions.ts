import * as z from "zod/mini";
import { instantText, prizeAmount } from "./scalars.js";

const publicPlayer = z.object({ id: z.string(), name: z.string() });

/** A free game about the podium of a race. */
export const predictionGame = z
  .object({
    race: z.object({ id: z.string(), title: z.string() }),
    /** Last moment of a prediction. */
    closesAt: instantText,
    /** For the best, the second best …; none is played for honour. */
    prizes: z.array(prizeAmount),
    state: z.enum(["open", "closed", "judged", "off"]),
    /** How many people have predicted. */
    predictions: z.int(),
    /** The players named most, and how often as first, second and third. */
    tally: z.array(z.object({ player: publicPlayer, first: z.int(), second: z.int(), third: z.int() })),
    /** Most points of anybody, of 9; null before it is judged. */
    bestPoints: z.nullable(z.int()),
  })
  .register(z.globalRegistry, { id: "PredictionGame" });
export type PredictionGame = z.infer<typeof predictionGame>;

export const predictionGames = z
  .object({ games: z.array(predictionGame) })
  .register(z.globalRegistry, { id: "PredictionGames" });

/** What the person has said. */
export const ownPrediction = z
  .object({
    race: z.string(),
    /** First, second, third. */
    picks: z.array(publicPlayer),
    predictedAt: instantText,
    /** 3 for each player at his place, 1 for each at another place of the podium; null before it is judged. */
    points: z.nullable(z.int()),
    /** Among all predictions. */
    place: z.nullable(z.int()),
  })
  .register(z.globalRegistry, { id: "OwnPrediction" });
export type OwnPrediction = z.infer<typeof ownPrediction>;

export const ownPredictions = z
  .object({ predictions: z.array(ownPrediction) })
  .register(z.globalRegistry, { id: "OwnPredictions" });

/** Body of `POST /api/v1/races/:id/predictions`. */
export const makePrediction = z
  .strictObject({ picks: z.array(z.string().check(z.maxLength(30))).check(z.minLength(3), z.maxLength(3)) })
  .register(z.globalRegistry, { id: "MakePrediction" });

/** Body of `POST /api/v1/admin/races/:id/prediction`. */
export const setPredictionGame = z
  .strictObject({
    /** Half of the race when left out, or of what is left of it once that is over. */
    closesAt: z.optional(instantText),
    prizes: z.optional(z.array(z.string().check(z.maxLength(30))).check(z.maxLength(10))),
  })
  .register(z.globalRegistry, { id: "SetPredictionGame" });
