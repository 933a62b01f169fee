import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./_receiver-process.ts", import.meta.url));

export interface ReceiverProcess extends AsyncDisposable {
  readonly port: number;
  readonly child: ChildProcess;
  /** SIGKILL, and the wait until it is dead. */
  kill(): Promise<void>;
}

/** @param port 0 takes a free one; a restarted receiver is given the port of the one before it */
export async function startReceiverProcess(
  databaseUrl: string,
  port: number,
  secretsKey: Buffer,
  acknowledge?: "before-commit",
): Promise<ReceiverProcess> {
  const given = [databaseUrl, String(port), secretsKey.toString("base64"), ...(acknowledge ? [acknowledge] : [])];
  const child = spawn(process.execPath, ["--import", "tsx", script, ...given], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, "line"), exited.then(() => undefined)]);
  const heard = /^listening (\d+)$/.exec(String(first?.[0]));
  if (heard === null) throw new Error("the receiver did not start");
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  return { port: Number(heard[1]), child, kill, [Symbol.asyncDispose]: kill };
}
