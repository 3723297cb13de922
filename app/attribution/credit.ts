import type { Facts, RuleModel, Settings } from '~/attribution/facts';
import { linear, positionBased, timeDecay } from '~/attribution/models/multi-touch';
import { anyClick, firstClick, lastClick } from '~/attribution/models/single-touch';
import { amountsOf, ppmOf, type Weights } from '~/attribution/models/weights';
import type { Touch } from '~/attribution/path';

/** A touch and what it takes of its order. */
export interface Share {
  touch: Touch;
  weightPpm: number;
}

/** A message's part of an order under one model. */
export interface Credit extends Share {
  model: RuleModel;
  ordinal: number;
  versionId: bigint;
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

/** What each touch of a path takes. */
export function sharesOf(model: RuleModel, path: readonly Touch[], halfLifeDays: number): Share[] {
  if (path.length === 0) return [];
  const ppm = ppmOf(pathWeights(model, path, halfLifeDays));
  return path.map((touch, index) => ({ touch, weightPpm: ppm[index] ?? 0 }));
}

function pathWeights(model: RuleModel, path: readonly Touch[], halfLifeDays: number): Weights {
  return weightsOf[model](
    path.map(({ at }) => at.getTime()),
    halfLifeDays,
  );
}

/** What of an order is credited: its value, or that without tax, duties and shipping. */
export const creditedValue = (
  { valueMinor, netMinor }: Pick<Facts['order'], 'valueMinor' | 'netMinor'>,
  basis: Settings['basis'],
): bigint => (basis === 'net' ? netMinor : valueMinor);

/**
 * Shares the order's value among the touches of its path. Every touch takes its part; only messages' parts are
 * credits, so what other sources earned is nobody's here. An order worth nothing keeps its credits, at zero. Where each
 * click takes all, a message that was clicked twice takes it once.
 */
export function creditsOf(
  model: RuleModel,
  path: readonly Touch[],
  valueMinor: bigint,
  halfLifeDays = DEFAULT_HALF_LIFE_DAYS,
): Credit[] {
  if (path.length === 0) return [];
  const amounts = amountsOf(pathWeights(model, path, halfLifeDays), valueMinor);
  const credits = sharesOf(model, path, halfLifeDays)
    .map((share, index) => ({ ...share, amountMinor: amounts[index] ?? 0n }))
    .flatMap(({ touch, ...credit }) =>
      touch.origin.kind === 'message' && credit.weightPpm > 0
        ? [{ versionId: touch.origin.versionId, touch, ...credit }]
        : [],
    );
  const isFirst = ({ versionId }: { versionId: bigint }, index: number) =>
    credits.findIndex((credit) => credit.versionId === versionId) === index;
  return (model === 'any_click' ? credits.filter(isFirst) : credits).map((credit, ordinal) => ({
    model,
    ordinal,
    ...credit,
  }));
}
