import { splitByWeights } from '~/lib/money';
import type { Model } from '~/attribution/facts';
import { lastClick } from '~/attribution/last-click';
import type { Touch } from '~/attribution/path';

/** A message's part of an order under one model. */
export interface Credit {
  model: Model;
  ordinal: number;
  versionId: bigint;
  touch: Touch;
  weightPpm: number;
  /** Minor units of the order's currency. */
  amountMinor: bigint;
}

/** Weight of each touch of a path (by time, within the window), in millionths that sum to one million. */
export const weightsOf: Record<Model, (path: readonly Touch[]) => number[]> = { last_click: lastClick };

/**
 * Shares the order's value among the touches of its path. Every touch takes its part; only messages' parts are
 * credits, so what other sources earned is nobody's here. An order worth nothing keeps its credits, at zero.
 */
export function creditsOf(model: Model, path: readonly Touch[], valueMinor: bigint): Credit[] {
  if (path.length === 0) return [];
  const weights = weightsOf[model](path);
  const amounts = splitByWeights(valueMinor, weights.map(BigInt));
  return path
    .map((touch, index) => ({ touch, weightPpm: weights[index] ?? 0, amountMinor: amounts[index] ?? 0n }))
    .flatMap(({ touch, weightPpm, amountMinor }) =>
      touch.origin.kind === 'message' && weightPpm > 0
        ? [{ versionId: touch.origin.versionId, touch, weightPpm, amountMinor }]
        : [],
    )
    .map((credit, ordinal) => ({ model, ordinal, ...credit }));
}
