import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../project-root.js";

export interface RunningProduct extends AsyncDisposable {
  readonly api: string;
  readonly receiver: string;
  readonly sandbox: string;
  readonly dataDir: string;
  /** Everything it wrote, for a failing test's report. */
  output(): string;
  /** Sends a signal and waits for the end. @returns the exit code, null after a signal that killed it */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts the built product as `npm start` does, on free ports, and waits for its `ready` line. */
export async function startProcess(environment: Record<string, string>): Promise<RunningProduct> {
  const [port, webhookPort, sandboxPort, metricsPort] = await freePorts(4);
  const dataDir = environment["DATA_DIR"] ?? (await mkdtemp(join(tmpdir(), "goatedvips-data-")));
  const child = spawn("node", ["--enable-source-maps", "dist/server/main.js"], {
    cwd: projectRoot,
    env: {
      PATH: process.env["PATH"],
      LOG_LEVEL: "warn",
      PORT: String(port),
      WEBHOOK_PORT: String(webhookPort),
      SANDBOX_PORT: String(sandboxPort),
      METRICS_PORT: String(metricsPort),
      ...environment,
      DATA_DIR: dataDir,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = await readyOutput(child);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    child.kill(signal);
    return ended;
  };
  return {
    api: `http://localhost:${port}`,
    receiver: `http://127.0.0.1:${webhookPort}`,
    sandbox: `http://localhost:${sandboxPort}`,
    dataDir,
    output,
    end,
    async [Symbol.asyncDispose]() {
      await end("SIGTERM");
      if (environment["DATA_DIR"] === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function readyOutput(child: ChildProcess): Promise<() => string> {
  let text = "";
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      text += chunk.toString();
      if (/\bready\b/.test(text)) resolve(() => text);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.once("exit", (code) => reject(new Error(`the product ended with ${code} before it was ready:\n${text}`)));
  });
}

export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address: AddressInfo | string | null = server.address();
    if (address === null || typeof address === "string") throw new TypeError("no port");
    return address.port;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
