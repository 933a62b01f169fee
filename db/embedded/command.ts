import { type SpawnOptions, spawn } from "node:child_process";

/** As whom PostgreSQL's programs run. They refuse root. */
export interface Identity {
  readonly name: string;
  /** Ids to change to before the program starts; absent when it runs with our own. */
  readonly ids?: { readonly uid: number; readonly gid: number };
  /** Command that starts the program in its stead, such as `unshare` with its options. */
  readonly wrapper: readonly string[];
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: SpawnOptions;
}

/**
 * Puts a command together for an identity. Nothing of our environment is handed on: PG* variables would change what the
 * programs do, and secrets have no business there.
 */
export function commandAs(identity: Identity, program: string, args: readonly string[], cwd: string): Command {
  const [file = program, ...rest] = [...identity.wrapper, program, ...args];
  return {
    file,
    args: rest,
    options: {
      cwd,
      env: { PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL: "C", TZ: "UTC" },
      // Ids above 2^31 (macOS has nobody at 4294967294) must be given to Node as negative numbers.
      ...(identity.ids && { uid: identity.ids.uid | 0, gid: identity.ids.gid | 0 }),
    },
  };
}

export interface CommandResult {
  /** `undefined` when the program could not be started at all or was ended by a signal. */
  readonly exitCode: number | undefined;
  readonly output: string;
}

/** Runs a command to its end and collects both output streams. A program that cannot be started is a result, not an error. */
export function run(command: Command, signal?: AbortSignal): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command.file, command.args, {
      ...command.options,
      stdio: ["ignore", "pipe", "pipe"],
      ...(signal && { signal }),
    });
    let output = "";
    const collect = (chunk: Buffer): void => {
      output += chunk.toString("utf8");
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.on("error", (error) => resolve({ exitCode: undefined, output: `${output}${error.message}` }));
    child.on("close", (code) => resolve({ exitCode: code ?? undefined, output: output.trim() }));
  });
}
