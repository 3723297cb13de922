import type { ChannelTotal, Journeys, Tally } from '~/attribution/models/journeys';

/**
 * Shapley values of the channels. The worth of a set of channels is what the journeys came to that touched no other:
 * what could have been had with these channels alone. A journey therefore gives to each set that holds all its channels
 * and to no other, and the Shapley value of such a game is one even part for each of these channels. Worths add up over
 * journeys, and so do Shapley values: a pass over the journeys is exact, for any number of channels, where the sum over
 * all sets or orders of channels (the definition, by which this is tested) would end at some fifteen, and drawing orders
 * at random leaves an error.
 *
 * Order and repetition do not matter to it, nor do journeys without a conversion.
 * @see Zhao, Mahboobi, Bagheri: Shapley Value Methods for Attribution Modeling in Online Advertising (2018), section 3
 */
export class ShapleyTally implements Tally {
  readonly #totals = new Map<string, ChannelTotal>();

  add({ channels, conversions, value }: Journeys): void {
    const members = channels.filter((channel, index) => channels.indexOf(channel) === index);
    for (const channel of members) {
      const total = this.#totals.get(channel) ?? { channel, conversions: 0, value: 0 };
      total.conversions += conversions / members.length;
      total.value += value / members.length;
      this.#totals.set(channel, total);
    }
  }

  totals(): ChannelTotal[] {
    return [...this.#totals.values()];
  }
}
