import { RULE_MODELS, type RuleModel, type Settings } from '~/attribution/facts';
import { DataVolume } from '~/attribution/models/enough-data';
import type { ChannelTotal, Journeys } from '~/attribution/models/journeys';
import { inWholeUnits, RuleTallies } from '~/attribution/models/rule-tally';
import { windowOf } from '~/attribution/settings';
import type { TrafficChannel } from '~/attribution/traffic-channel';
import { isWithinWindow } from '~/attribution/window';

/** What the models are compared by. */
export const DIMENSIONS = ['message', 'campaign', 'channel', 'source'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** A touch as it is stored with its order. */
export interface StoredTouch {
  /** In milliseconds. */
  at: number;
  /** Null where another source than a message of the shop led here. */
  versionId: bigint | null;
  source: string;
  channel: TrafficChannel;
}

/** An order with all touches up to it, by time. */
export interface PathOrder {
  placedAt: number;
  /** What of it is credited, in minor units. */
  valueMinor: bigint;
  touches: readonly StoredTouch[];
}

/** The rows under which touches stand. */
export type KeyOf = (touch: StoredTouch) => string;

/** The key of everything that is no message. */
export const OTHER_SOURCES = 'other';
const MESSAGES = 'messages';

/** Takes orders one after another and says what each row earns under each model, all by the same paths. */
export class ModelComparison {
  readonly #settings: Settings;
  readonly #keyOf: KeyOf;
  readonly #rows: RuleTallies;
  readonly #messages: RuleTallies;
  readonly #journeys = new Map<string, Journeys>();
  #orders = 0;
  #valueMinor = 0;

  constructor(settings: Settings, keyOf: KeyOf) {
    this.#settings = settings;
    this.#keyOf = keyOf;
    this.#rows = new RuleTallies(RULE_MODELS, inWholeUnits, settings.halfLifeDays);
    this.#messages = new RuleTallies(RULE_MODELS, inWholeUnits, settings.halfLifeDays);
  }

  /** Orders without a touch that counts under the settings are nobody's under every model. */
  add({ placedAt, valueMinor, touches }: PathOrder): void {
    const path = touches.filter((touch) => counts(touch, placedAt, this.#settings));
    if (path.length === 0) return;
    const value = Number(valueMinor);
    const times = path.map(({ at }) => at);
    const channels = path.map(this.#keyOf);
    const kinds = path.map(({ versionId }) => (versionId === null ? OTHER_SOURCES : MESSAGES));
    this.#rows.add({ channels, times, conversions: 1, value, nulls: 0 });
    this.#messages.add({ channels: kinds, times, conversions: 1, value, nulls: 0 });
    this.#orders += 1;
    this.#valueMinor += value;
    const key = JSON.stringify(channels);
    const known = this.#journeys.get(key);
    this.#journeys.set(key, {
      channels,
      conversions: 1 + (known?.conversions ?? 0),
      value: value + (known?.value ?? 0),
      nulls: 0,
    });
  }

  /** Orders that have a touch that counts, and what they are worth in minor units. */
  get whole(): { orders: number; valueMinor: number } {
    return { orders: this.#orders, valueMinor: this.#valueMinor };
  }

  /** What each row earns under a rule. */
  rows(model: RuleModel): ChannelTotal[] {
    return this.#rows.totals(model);
  }

  /** What all messages together earn under a rule, in minor units. */
  messagesMinor(model: RuleModel): number {
    return this.#messages.totals(model).find(({ channel }) => channel === MESSAGES)?.value ?? 0;
  }

  /** All ways that orders came, each once. */
  journeys(): Journeys[] {
    return [...this.#journeys.values()];
  }
}

function counts({ at, versionId, channel }: StoredTouch, placedAt: number, settings: Settings): boolean {
  if (versionId === null && settings.scope === 'messages_only') return false;
  return isWithinWindow(at, placedAt, windowOf(settings, versionId === null ? undefined : channel));
}

/** The row of a channel or a source; those of messages have keys that no channel or source has. */
export const keyOfName = (dimension: 'channel' | 'source', name: string): string => `${dimension} ${name}`;

/** How many rows data-driven models weigh each by itself. */
export const WEIGHED_AT_MOST = 12;
/** What they take the smaller ones together for. */
export const SMALLER = 'smaller';

/** Journeys for data-driven models: the rows that most orders came by as they are, all smaller ones as one. */
export function weighable(journeys: readonly Journeys[]): Journeys[] {
  const orders = new Map<string, number>();
  for (const { channels, conversions } of journeys)
    for (const channel of new Set(channels)) orders.set(channel, (orders.get(channel) ?? 0) + conversions);
  if (orders.size <= WEIGHED_AT_MOST) return [...journeys];
  const largest = new Set(
    [...orders]
      .sort(([a, ordersOfA], [b, ordersOfB]) => ordersOfB - ordersOfA || (a < b ? -1 : 1))
      .slice(0, WEIGHED_AT_MOST)
      .map(([channel]) => channel),
  );
  const merged = new Map<string, Journeys>();
  for (const journey of journeys) {
    const channels = journey.channels.map((channel) => (largest.has(channel) ? channel : SMALLER));
    const key = JSON.stringify(channels);
    const known = merged.get(key);
    merged.set(key, {
      channels,
      conversions: journey.conversions + (known?.conversions ?? 0),
      value: journey.value + (known?.value ?? 0),
      nulls: 0,
    });
  }
  return [...merged.values()];
}

/** Why data-driven models stand back, in a sentence; undefined where there is enough to weigh. */
export function whyStandBack(journeys: readonly Journeys[]): string | undefined {
  const volume = new DataVolume();
  for (const some of journeys) volume.add(some);
  return volume.tooFew();
}
