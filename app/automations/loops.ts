/** What each automation starts, by id. */
export type StartsOf = ReadonlyMap<string, readonly string[]>;

/**
 * The way from an automation back to itself, where it starts `target`: both ends are the automation. Undefined where
 * there is none.
 */
export function loopThrough(id: string, target: string, starts: StartsOf): string[] | undefined {
  const seen = new Set<string>();
  const search = (at: string): string[] | undefined => {
    if (at === id) return [at];
    if (seen.has(at)) return undefined;
    seen.add(at);
    for (const next of starts.get(at) ?? []) {
      const rest = search(next);
      if (rest) return [at, ...rest];
    }
    return undefined;
  };
  const way = search(target);
  return way && [id, ...way];
}
