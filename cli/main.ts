import { readConfig } from "../config.js";
import { runCommandLine } from "./run.js";

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
const { stdout, stderr, exitCode } = await runCommandLine(process.argv.slice(2), readConfig, stop.signal);
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = exitCode;
