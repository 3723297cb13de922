import type { RuleModel } from '~/attribution/facts';
import { linear, positionBased, timeDecay } from '~/attribution/models/multi-touch';
import { anyClick, firstClick, lastClick } from '~/attribution/models/single-touch';
import { amountsOf, ppmOf, type Weights } from '~/attribution/models/weights';
import type { Touch } from '~/attribution/path';

/** A message's part of an order under one model. */
export interface Credit {
  model: RuleModel;
  ordinal: number;
  versionId: bigint;
  touch: Touch;
  weightPpm: number;
  /** Minor units of the order's currency. */
  amountMinor: bigint;
}

/** Days after which a touch counts half, where a shop says nothing else. */
export const DEFAULT_HALF_LIFE_DAYS = 7;

/** Weight of each touch of a path, from the times of its touches: milliseconds, ascending, within the window. */
export const weightsOf: Record<RuleModel, (times: readonly number[], halfLifeDays: number) => Weights> = {
  last_click: lastClick,
  first_click: firstClick,
  any_click: anyClick,
  linear,
  position_based: positionBased,
  time_decay: timeDecay,
};

/**
 * Shares the order's value among the touches of its path. Every touch takes its part; only messages' parts are
 * credits, so what other sources earned is nobody's here. An order worth nothing keeps its credits, at zero.
 */
export function creditsOf(
  model: RuleModel,
  path: readonly Touch[],
  valueMinor: bigint,
  halfLifeDays = DEFAULT_HALF_LIFE_DAYS,
): Credit[] {
  if (path.length === 0) return [];
  const weights = weightsOf[model](
    path.map(({ at }) => at.getTime()),
    halfLifeDays,
  );
  const ppm = ppmOf(weights);
  const amounts = amountsOf(weights, valueMinor);
  return path
    .map((touch, index) => ({ touch, weightPpm: ppm[index] ?? 0, amountMinor: amounts[index] ?? 0n }))
    .flatMap(({ touch, weightPpm, amountMinor }) =>
      touch.origin.kind === 'message' && weightPpm > 0
        ? [{ versionId: touch.origin.versionId, touch, weightPpm, amountMinor }]
        : [],
    )
    .map((credit, ordinal) => ({ model, ordinal, ...credit }));
}
