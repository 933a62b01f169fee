import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { projectRoot } from "../../project-root.js";

export interface Page {
  /** From the project's root. */
  path: string;
  text: string;
}

/** Every page for people: README and its like, and all of docs/. */
export function readPages(): Page[] {
  const top = readdirSync(projectRoot).filter((name) => name.endsWith(".md"));
  const docs = readdirSync(join(projectRoot, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name));
  return [...top, ...docs].map((path) => ({
    path: relative(projectRoot, join(projectRoot, path)),
    text: readFileSync(join(projectRoot, path), "utf8"),
  }));
}

export interface Block {
  language: string;
  code: string;
}

/** Fenced blocks of a page, in their order. */
export function blocksOf({ text }: Page): Block[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = "", code = ""]) => ({ language, code }));
}

/** A heading as GitHub makes an anchor of it. */
export function anchorsOf({ text }: Page): Set<string> {
  const plain = text.replace(/^```[\s\S]*?^```$/gm, "");
  return new Set(
    [...plain.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}
