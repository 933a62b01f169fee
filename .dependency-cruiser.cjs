const { ROOMS, FREE } = require("./scripts/rooms.cjs");

const PACKAGES = ["core", "npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-bundled"];

/** Everything of the project that a room may not reach. scripts/import-rules.test.ts proves that a breach is reported. */
function arrowsOf([room, allowed]) {
  const reachable = [room, ...allowed].map((name) =>
    name.endsWith(".ts") ? `^${name.replace(".", "\\.")}$` : `^${name}/`,
  );
  return {
    name: `${room}-arrows`,
    severity: "error",
    comment: `${room}/ may import only ${[room, ...allowed].join(", ")} and packages (docs/architecture.md)`,
    from: { path: `^${room}/` },
    to: { pathNot: [...reachable, "node_modules/"], dependencyTypesNot: PACKAGES },
  };
}

module.exports = {
  forbidden: [
    ...Object.entries(ROOMS).map(arrowsOf),
    {
      name: "nobody-imports-tests",
      severity: "error",
      from: { pathNot: `^(${FREE.join("|")})/` },
      to: { path: `^(${FREE.join("|")})/` },
    },
    {
      name: "no-circles",
      severity: "error",
      comment: "of types too: they are gone once compiled, but not for who reads",
      from: {},
      to: { circular: true },
    },
    {
      name: "telegram-sdk-in-one-folder",
      severity: "error",
      comment: "the SDK's family is deprecated: a move must stay one adapter",
      from: { pathNot: "^miniapp/src/telegram/" },
      to: { path: "@telegram-apps/sdk" },
    },
    {
      name: "pages-import-no-node",
      severity: "error",
      from: { path: "^(miniapp/src|sandbox/ui/src)/", pathNot: "\\.test\\.tsx?$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "features-apart",
      severity: "error",
      comment: "a feature of the Mini App never imports another feature",
      from: { path: "^miniapp/src/features/([^/]+)/" },
      to: { path: "^miniapp/src/features/", pathNot: "^miniapp/src/features/$1/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json", ".d.ts"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
