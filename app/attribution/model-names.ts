import type { Model } from '~/attribution/facts';

export const modelLabel: Record<Model, string> = {
  last_click: 'Last click',
  first_click: 'First click',
  any_click: 'Any click',
  linear: 'Linear',
  position_based: 'Position-based',
  time_decay: 'Time decay',
  markov: 'Markov',
  shapley: 'Shapley',
};

export const modelMeaning: Record<Model, string> = {
  last_click: 'The last touch takes the whole order. Direct visits are no touches.',
  first_click: 'The first touch takes the whole order.',
  any_click: 'Every touch takes the whole order, so that the sums are above the total.',
  linear: 'All touches take the same part.',
  position_based:
    'The first and the last touch take 40 % each, those between share 20 %. Of two touches each takes half.',
  time_decay: 'The nearer a touch is to the order, the larger its part: half for each half-life before.',
  markov: 'What would be lost without a channel, by the ways that all journeys took.',
  shapley: 'What a channel adds to every combination of the others, on average over all journeys.',
};
