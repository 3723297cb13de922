import type { Journeys } from '~/attribution/models/journeys';

/** Fewest orders that a data-driven model speaks of: below a few hundred, chance says more than the channels do. */
const FEWEST_CONVERSIONS = 300;
/** Fewest of them that more than one channel had part in: all others are the same under every model. */
const FEWEST_SHARED = 30;

/** What decides whether a data-driven model can say anything; memory grows with the number of channels. */
export class DataVolume {
  readonly #channels = new Set<string>();
  #conversions = 0;
  #shared = 0;

  add({ channels, conversions }: Journeys): void {
    if (channels.length === 0 || conversions === 0) return;
    for (const channel of channels) this.#channels.add(channel);
    this.#conversions += conversions;
    if (channels.some((channel) => channel !== channels[0])) this.#shared += conversions;
  }

  /** Why a data-driven model stands back, as a sentence for the merchant; undefined where there is enough. */
  tooFew(): string | undefined {
    const stand = (why: string) => `Too few data for a data-driven model: ${why}.`;
    if (this.#conversions < FEWEST_CONVERSIONS)
      return stand(
        `${counted(this.#conversions, 'order')} with a journey, and at least ${FEWEST_CONVERSIONS} are needed`,
      );
    if (this.#channels.size < 2) return stand('all orders came by one channel, and at least 2 are needed');
    if (this.#shared < FEWEST_SHARED)
      return stand(
        `${counted(this.#shared, 'order')} came by more than one channel, and at least ${FEWEST_SHARED} are needed`,
      );
    return undefined;
  }
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
