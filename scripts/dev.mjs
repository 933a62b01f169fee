// `npm run dev`: the server restarts on change, the Mini App reloads through Vite's own server in front of it.
import { spawn } from "node:child_process";

const pagePort = process.env.VITE_PORT ?? "5173";
const children = [
  spawn("node", ["scripts/build.mjs", "--only", "sandbox-ui"], { stdio: "inherit" }),
  spawn(
    "node_modules/.bin/vite",
    ["miniapp", "--config", "miniapp/vite.config.ts", "--port", pagePort, "--strictPort"],
    { stdio: "inherit" },
  ),
  spawn("node_modules/.bin/tsx", ["watch", "--clear-screen=false", "main.ts"], {
    stdio: "inherit",
    env: { PUBLIC_URL: `http://localhost:${pagePort}`, ...process.env },
  }),
];
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
  });
}
await Promise.all(children.map((child) => new Promise((resolve) => child.on("exit", resolve))));
