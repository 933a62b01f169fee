import { defineConfig } from "vitest/config";

/**
 * Files share their worker's modules: nothing of ours keeps state in a module, and loading the same modules anew for each of
 * 300 files was a third of all processor time (39 files: 82 s instead of 130 s).
 */
const isolate = false;

export default defineConfig({
  test: {
    // Tests wait for databases, processes and browsers more than they compute: three at a time keep two cores busy.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: "unit",
          isolate,
          testTimeout: 30_000,
          include: [
            "{api,bot,cli,core,db,messages,miniapp,pictures,proof,sandbox,scripts,sources,webhooks,wire,worker,bench}/**/*.test.{ts,tsx}",
            "*.test.ts",
          ],
        },
      },
      {
        test: {
          name: "integration",
          isolate,
          include: ["tests/**/*.test.ts"],
          globalSetup: ["tests/_cluster.ts", "tests/_unpack-browser.ts"],
          // Limits for a machine that is busy with other things; no test waits for time.
          testTimeout: 90_000,
          // A second look where real processes, sockets and a browser meet on a machine we do not know. The report counts
          // it, and a test that needs it twice in a row is broken.
          retry: 1,
          expect: { poll: { timeout: 30_000 } },
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
