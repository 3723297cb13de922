/** What an order holds of one product on one selling plan. */
export interface PlanLine {
  /** The product's, as it was sold. */
  title: string;
  /** The plan's name; empty where it has none. */
  plan: string;
  quantity: number;
}

/** One line for each product and plan. */
export function mergedLines(lines: readonly PlanLine[]): PlanLine[] {
  const merged = new Map<string, PlanLine>();
  for (const line of lines) {
    const key = JSON.stringify([line.title, line.plan]);
    const known = merged.get(key);
    merged.set(key, { ...line, quantity: line.quantity + (known?.quantity ?? 0) });
  }
  return [...merged.values()];
}
