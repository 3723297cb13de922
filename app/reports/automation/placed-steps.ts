import type { Flow, Step } from '~/automations/definition';

/** A step of any published version, and where it stands. */
export interface PlacedStep {
  step: Step;
  /** How many If/Else it stands under. */
  depth: number;
  /** Of the innermost. */
  way: 'yes' | 'no' | null;
  /** Whether only earlier versions had it. */
  gone: boolean;
}

/**
 * The steps of the newest version in its order, then those that only earlier versions had.
 * @param flows the newest first
 */
export function placedSteps(flows: readonly Pick<Flow, 'steps'>[]): PlacedStep[] {
  const placed = new Map<string, PlacedStep>();
  const place = (steps: readonly Step[], depth: number, way: PlacedStep['way'], gone: boolean): void => {
    for (const step of steps) {
      if (!placed.has(step.id)) placed.set(step.id, { step, depth, way, gone });
      if (step.kind !== 'if_else') continue;
      place(step.yes, depth + 1, 'yes', gone);
      place(step.no, depth + 1, 'no', gone);
    }
  };
  for (const [index, { steps }] of flows.entries()) place(steps, 0, null, index > 0);
  return [...placed.values()];
}
