import type { PresumedReason } from '~/tracking/machine-reason';

/** A click of one delivery whose request looks like a person's. */
export interface DeliveryClick {
  id: string;
  at: Date;
  linkPosition: number;
  /** The shop saw a visitor arrive with it. */
  seenInShop: boolean;
}

/** A person opens one link, looks, and comes back for another. */
const BURST_MS = 2_000;
const BURST_LINKS = 3;

/** What is sent takes longer than this to reach a person, who takes longer still to open it and find the link. */
export const UNREADABLE_MS = 2_000;

/** Somebody who waits for a message may be this quick: weak evidence, which counts beside other evidence alone. */
const HASTY_MS = 10_000;

/** How long around a click the others lie that its verdict depends on, in ms. */
export const DEPENDS_ON_MS = BURST_MS;

/**
 * Which clicks of one delivery are taken for a machine's, and why. The order of the clicks changes nothing.
 *
 * - `too_soon`: within two seconds after the message was handed over, or before.
 * - `link_burst`: within two seconds, three different links or more; or two, where that began within ten seconds
 *   after the message was handed over. Two links at once, and such haste, are each something that people do.
 *
 * A click with which the shop saw a visitor arrive is a person's all the same. That it saw none is no reason by itself, it
 * only lets the others stand: the pixel tells of visits that led to a checkout, and of visitors who allow it.
 * @param sentAt when the message was handed over to the provider; null where that is not known
 */
export function scoreDeliveryClicks(
  sentAt: Date | null,
  clicks: readonly DeliveryClick[],
): Map<string, PresumedReason> {
  const machines = new Map<string, PresumedReason>();
  const age = ({ at }: DeliveryClick) => (sentAt ? at.getTime() - sentAt.getTime() : Infinity);
  for (const click of clicks) if (age(click) <= UNREADABLE_MS) machines.set(click.id, 'too_soon');

  const sorted = clicks.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  /** How often which link was opened, from `first` to just before `end`. */
  const opened = new Map<number, number>();
  let end = 0;
  let judged = 0;
  for (const [start, first] of sorted.entries()) {
    for (let next = sorted[end]; next && isNear(first, next); next = sorted[++end])
      opened.set(next.linkPosition, (opened.get(next.linkPosition) ?? 0) + 1);
    if (opened.size >= BURST_LINKS || (opened.size > 1 && age(first) <= HASTY_MS)) {
      for (const { id } of sorted.slice(Math.max(start, judged), end))
        machines.set(id, machines.get(id) ?? 'link_burst');
      judged = end;
    }
    const others = (opened.get(first.linkPosition) ?? 0) - 1;
    if (others > 0) opened.set(first.linkPosition, others);
    else opened.delete(first.linkPosition);
  }
  for (const { id, seenInShop } of clicks) if (seenInShop) machines.delete(id);
  return machines;
}

const isNear = (first: DeliveryClick, next: DeliveryClick) =>
  next.at.getTime() - first.at.getTime() <= BURST_MS;
