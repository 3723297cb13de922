import type { CsvRow } from '~/lib/csv-rows';
import type { Journeys } from '~/attribution/models/journeys';
import { amountAt, columnOf, neededColumnOf, textAt, timeAt, WrongTable } from '~/attribution/tables/cells';
import { isAfterOrder, isWithinWindow } from '~/attribution/window';

const ORDER = ['order_id', 'order', 'journey_id', 'conversion_id'];
const VALUE = ['value', 'order_value', 'revenue', 'conversion_value'];
const TOUCH_AT = ['touch_at', 'touched_at', 'touch_time', 'touch_timestamp'];
const ORDER_AT = ['order_at', 'ordered_at', 'order_time', 'order_timestamp', 'converted_at'];
const CHANNEL = ['channel', 'touch_channel'];

interface Journey {
  orderAt: number | undefined;
  value: number;
  touches: { at: number; channel: string }[];
}

/**
 * Reads a table of touches, a row for each, in any order: rows of one order say the same of it. A row without channel and
 * touch time is an order that nobody led to; a journey without order time led to none.
 */
export class JourneyTable {
  readonly #journeys = new Map<string, Journey>();
  readonly #channels = new Map<string, string>();
  readonly #columns: {
    order: number;
    value: number | undefined;
    touchAt: number;
    orderAt: number | undefined;
    channel: number;
  };
  readonly #currency: string | undefined;

  /** @param currency of the value; where it is given, values are whole minor units */
  constructor(header: CsvRow, currency?: string) {
    this.#columns = {
      order: neededColumnOf(header, ORDER),
      value: columnOf(header, VALUE),
      touchAt: neededColumnOf(header, TOUCH_AT),
      orderAt: columnOf(header, ORDER_AT),
      channel: neededColumnOf(header, CHANNEL),
    };
    this.#currency = currency;
  }

  add(row: CsvRow): void {
    const columns = this.#columns;
    const id = textAt(row, columns.order);
    if (id === '') throw new WrongTable('no order_id', row.line);
    const orderAt = timeAt(row, columns.orderAt, 'order_at');
    const value = amountAt(row, columns.value, this.#currency);
    const journey = this.#journeys.get(id) ?? { orderAt, value, touches: [] };
    if (journey.orderAt !== orderAt) throw new WrongTable(`order ${id} has two times`, row.line);
    if (journey.value !== value) throw new WrongTable(`order ${id} has two values`, row.line);
    this.#journeys.set(id, journey);

    const at = timeAt(row, columns.touchAt, 'touch_at');
    const channel = textAt(row, columns.channel);
    if (at === undefined && channel === '') return;
    if (at === undefined) throw new WrongTable('no touch_at', row.line);
    if (channel === '') throw new WrongTable('no channel', row.line);
    journey.touches.push({ at, channel: this.#kept(channel) });
  }

  /**
   * Each journey with its touches up to the order, and within so many days before it where these are given, by time; at
   * the same time by name, so that the order of rows does not matter.
   */
  *journeys(windowDays?: number): Generator<Journeys> {
    for (const { orderAt, value, touches } of this.#journeys.values()) {
      const counts = ({ at }: { at: number }) =>
        orderAt === undefined ||
        (!isAfterOrder(at, orderAt) && (windowDays === undefined || isWithinWindow(at, orderAt, windowDays)));
      const path = touches
        .filter(counts)
        .sort((a, b) => a.at - b.at || (a.channel < b.channel ? -1 : a.channel > b.channel ? 1 : 0));
      yield {
        channels: path.map(({ channel }) => channel),
        times: path.map(({ at }) => at),
        conversions: orderAt === undefined ? 0 : 1,
        value: orderAt === undefined ? 0 : value,
        nulls: orderAt === undefined ? 1 : 0,
      };
    }
  }

  /** The one copy of a name: a field of its own would keep all of the text it was read from. */
  #kept(channel: string): string {
    const kept = this.#channels.get(channel);
    if (kept !== undefined) return kept;
    this.#channels.set(channel, channel);
    return channel;
  }
}
