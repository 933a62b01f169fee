import { runLoad, startServer, type ServerProcess } from "../child.js";
import type { LoadReport } from "./load-process.js";
import { takeTurns, type Side } from "../take-turns.js";
import { openStage, PLAYERS, type Stage } from "./stage.js";

/** 64 keep-alive connections, as in the baselines that the targets come from. */
const CONNECTIONS = 64;
/** Some 60,000 posts, until which the compiler makes the receiver a third faster; 3 s were measured as a cold start. */
const WARM_UP_SECONDS = 8;
/** More than the receiver answers in a second, so that unique requests do not run out before the time does. */
const RECEIVER_MAX_RATE = 20_000;
/** Servers that remember nothing get the same requests again. */
const REPEATED_REQUESTS = 20_000;

export interface LoadKind {
  readonly wagersPerPost?: number;
  readonly players?: number;
  readonly duplicates?: number;
  /** Posts a second; without it as many as are answered. */
  readonly rate?: number;
  readonly connections?: number;
  /** Otherwise as long as the sitting's runs are. */
  readonly lasting?: number;
}

/** Everything one run of the benchmark needs: a durable database and the servers that are compared. */
export interface Sitting extends AsyncDisposable {
  readonly stage: Stage;
  readonly bare: ServerProcess;
  readonly express: ServerProcess;
  readonly perRequest: ServerProcess;
  readonly receiver: ServerProcess;
  readonly seconds: number;
  readonly isFull: boolean;
  load(server: ServerProcess, kind?: LoadKind): Promise<LoadReport>;
  takeTurns(sides: readonly Side[]): Promise<number[][]>;
}

export interface SittingOptions {
  readonly isFull: boolean;
  readonly rounds: number;
  readonly seconds: number;
  readonly tell: (line: string) => void;
}

export async function openSitting({ rounds, seconds, isFull, tell }: SittingOptions): Promise<Sitting> {
  const stage = await openStage();
  const bare = await startServer("ingest/verify-only-process", ["bare", stage.key]);
  const express = await startServer("ingest/verify-only-process", ["express", stage.key]);
  const perRequest = await startServer("ingest/per-request-process", [stage.url, String(stage.sourceId), stage.key]);
  const receiver = await startServer("ingest/receiver-process", [stage.url, stage.secretsKey]);
  const remembering = new Set([perRequest, receiver]);
  const warm = new Set<string>();
  const sitting: Sitting = {
    stage,
    bare,
    express,
    perRequest,
    receiver,
    seconds,
    isFull,
    async load(server, kind = {}) {
      const { wagersPerPost = 1, players = PLAYERS, duplicates = 0, rate, connections, lasting = seconds } = kind;
      // Compilers warm up and connections open before anything counts, for each kind of post.
      const warmth = `${server.port}:${wagersPerPost}`;
      if (!warm.has(warmth)) {
        warm.add(warmth);
        await sitting.load(server, { ...kind, lasting: WARM_UP_SECONDS });
      }
      const mayRepeat = !remembering.has(server);
      const postsPerSecond = rate ?? RECEIVER_MAX_RATE / Math.max(1, wagersPerPost / 5);
      const report = await runLoad({
        port: server.port,
        key: stage.key,
        plan: { slug: stage.slug, wagersPerPost, players, duplicates },
        connections: connections ?? CONNECTIONS,
        seconds: lasting,
        maxPosts: mayRepeat ? REPEATED_REQUESTS : Math.ceil(postsPerSecond * lasting * 1.1),
        mayRepeat,
        ...(rate === undefined ? {} : { rate }),
      });
      refuseOdd(report);
      return report;
    },
    takeTurns: (sides) => takeTurns(sides, rounds, tell),
    async [Symbol.asyncDispose]() {
      for (const server of [bare, express, perRequest, receiver]) await server[Symbol.asyncDispose]();
      await stage[Symbol.asyncDispose]();
    },
  };
  return sitting;
}

/** A post that was refused costs less than one that was recorded: such a run measures nothing. */
function refuseOdd({ statuses }: LoadReport): void {
  const odd = Object.keys(statuses).filter((status) => status !== "200" && status !== "204");
  if (odd.length > 0) throw new Error(`some posts were not accepted: ${JSON.stringify(statuses)}`);
}
