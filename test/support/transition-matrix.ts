interface Transition {
  from: string;
  to: string;
  chance: number;
}

/** The share of conversions that a chain loses without a channel, by elimination over its transition matrix. */
export function lostByMatrix(
  matrix: readonly Transition[],
  channels: readonly string[],
  removed: string,
): number {
  return 1 - reach(matrix, channels, removed) / reach(matrix, channels, undefined);
}

/** The chance to get from start to conversion: (I - Q) x = r, solved by Gauss and Jordan. */
function reach(matrix: readonly Transition[], channels: readonly string[], removed?: string): number {
  const states = ['(start)', ...channels.filter((channel) => channel !== removed)];
  const chance = (from: string, to: string) =>
    matrix.find((step) => step.from === from && step.to === to)?.chance ?? 0;
  const rows = states.map((from) => [
    ...states.map((to) => (from === to ? 1 : 0) - chance(from, to)),
    chance(from, '(conversion)'),
  ]);
  rows.forEach((pivot, at) => {
    const divisor = pivot[at] ?? 0;
    pivot.forEach((cell, column) => (pivot[column] = cell / divisor));
    for (const row of rows) {
      const factor = row === pivot ? 0 : (row[at] ?? 0);
      row.forEach((cell, column) => (row[column] = cell - factor * (pivot[column] ?? 0)));
    }
  });
  return rows[0]?.at(-1) ?? 0;
}
