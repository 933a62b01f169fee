/** The part of the bundler's view of a module that is needed here. */
interface ModuleGraph {
  getModuleInfo(id: string): { isEntry: boolean; importers: readonly string[] } | null;
}

/** Code of others, which changes seldom. */
export function isLibrary(id: string): boolean {
  return id.includes("/node_modules/");
}

/** True when the entry reaches the module by static imports, so that the first page cannot do without it. */
export function isFirst(id: string, graph: ModuleGraph): boolean {
  const seen = new Set([id]);
  // A set may grow while it is walked.
  for (const at of seen) {
    const info = graph.getModuleInfo(at);
    if (info?.isEntry === true) return true;
    for (const importer of info?.importers ?? []) seen.add(importer);
  }
  return false;
}
