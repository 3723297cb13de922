import { AbsorbingChain } from '~/attribution/models/absorbing-chain';
import type { ChannelTotal, Journeys, Tally } from '~/attribution/models/journeys';

/** The share of conversions, and of their value, that would be lost without a channel: from 0 to 1. */
export interface RemovalEffect {
  channel: string;
  conversions: number;
  value: number;
}

/**
 * Markov removal effects. Journeys are read as a chain whose state is the last `order` touches (fewer at the beginning),
 * from a start to the end with or without a conversion; a touch that repeats its channel is a step like any other. Taking
 * a channel away ends each journey where it would have touched it. Its removal effect is the share of the conversions
 * lost so, and conversions are shared in proportion to the effects. What a conversion is worth on average depends on the
 * state that it came from, and the value is shared by the value lost. Memory grows with the number of states.
 * @see Anderl, Becker, von Wangenheim, Schumann: Mapping the customer journey (2016)
 */
export class MarkovTally implements Tally {
  readonly #chain: AbsorbingChain;
  readonly #channels = new Map<string, number>();
  #conversions = 0;
  #value = 0;

  /** @param order how many touches are remembered, 1 to 4 */
  constructor(order: number) {
    this.#chain = new AbsorbingChain(order);
  }

  add({ channels, conversions, value, nulls }: Journeys): void {
    if (channels.length === 0 || conversions + nulls === 0) return;
    const steps = channels.map((channel) => this.#indexOf(channel));
    // An order on which more was paid back than it was worth cannot be lost.
    this.#chain.add(steps, { conversions, value: Math.max(0, value), nulls });
    this.#conversions += conversions;
    this.#value += value;
  }

  /** What the removal effects will take: the different steps of the journeys, once for each channel taken away. */
  get work(): number {
    return this.#channels.size * this.#chain.steps;
  }

  removalEffects(): RemovalEffect[] {
    const expected = this.#chain.expectations();
    const full = expected();
    return [...this.#channels].map(([channel, index]) => {
      const rest = expected(index);
      return {
        channel,
        conversions: lostShare(full.conversions, rest.conversions),
        value: lostShare(full.value, rest.value),
      };
    });
  }

  totals(): ChannelTotal[] {
    const effects = this.removalEffects();
    const sum = (of: 'conversions' | 'value') => effects.reduce((total, effect) => total + effect[of], 0);
    const perConversion = portion(this.#conversions, sum('conversions'));
    const perValue = portion(this.#value, sum('value'));
    return effects.map(({ channel, conversions, value }) => ({
      channel,
      conversions: conversions * perConversion,
      value: value * perValue,
    }));
  }

  #indexOf(channel: string): number {
    const known = this.#channels.get(channel);
    if (known !== undefined) return known;
    this.#channels.set(channel, this.#channels.size);
    return this.#channels.size - 1;
  }
}

const lostShare = (full: number, rest: number) => (full > 0 ? Math.max(0, 1 - rest / full) : 0);
const portion = (whole: number, effects: number) => (effects > 0 ? whole / effects : 0);
