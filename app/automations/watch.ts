import { DateTime } from 'luxon';
import type { Trigger } from '~/automations/definition';
import { dateDetail } from '~/automations/happenings';
import type { NewHappening } from '~/contacts/happening-store.server';

/** Why a query or a segment of Shopify's is read again and again: whom it gains, or loses, enters an automation. */
export interface Watch {
  /** Shopify's global id of a segment; or a query in the language of its segments. */
  segment: string;
  on: 'gain' | 'loss';
  kind: Trigger['kind'];
  detail: string;
  /** Whether those count as gained too who are met by the first reading. */
  fromTheFirst: boolean;
  /** The time of day to enter at; at once where it is left out. */
  at?: string;
}

/** What has to be read for a trigger; undefined where Shopify tells of it by itself. */
export function watchOf(trigger: Trigger): Watch | undefined {
  const { kind } = trigger;
  switch (kind) {
    case 'segment_entered':
    case 'segment_left': {
      const segment = trigger.segment?.id ?? '';
      const on = kind === 'segment_entered' ? 'gain' : 'loss';
      return { segment, on, kind, detail: segment, fromTheFirst: false };
    }
    case 'subscription_cancelled':
      // Of whatever app: Shopify's webhooks tell an app of its own subscriptions alone.
      return {
        segment: "product_subscription_status = 'CANCELLED'",
        on: 'gain',
        kind,
        detail: '',
        fromTheFirst: false,
      };
    case 'contact_date': {
      const day = trigger.daysBefore === 0 ? 'today' : `+${trigger.daysBefore}d`;
      const segment = `anniversary(date: 'metafields.facts.birth_date') = ${day}`;
      return { segment, on: 'gain', kind, detail: dateDetail(trigger), fromTheFirst: true, at: trigger.at };
    }
    default:
      return undefined;
  }
}

/**
 * What happened to customers whom a segment gained or lost, for each watch of it.
 * @param run the reading that found it: what it found again is the same
 */
export function happeningsOf(
  watches: readonly Watch[],
  on: Watch['on'],
  shopifyIds: readonly bigint[],
  { run, isFirst }: { run: bigint; isFirst: boolean },
  now: Date,
  zone: string,
): NewHappening[] {
  return watches
    .filter((watch) => watch.on === on && (watch.fromTheFirst || !isFirst))
    .flatMap(({ kind, detail, at }) =>
      shopifyIds.map((shopifyId) => ({
        kind,
        detail,
        shopifyId,
        key: `${kind}:${run}`,
        at: now,
        ...(at && { dueAt: todayAt(at, now, zone) }),
      })),
    );
}

function todayAt(at: string, now: Date, zone: string): Date {
  const [hour, minute] = [Number(at.slice(0, 2)), Number(at.slice(3))];
  const moment = DateTime.fromJSDate(now, { zone }).set({ hour, minute, second: 0, millisecond: 0 });
  return moment.toMillis() > now.getTime() ? moment.toJSDate() : now;
}
