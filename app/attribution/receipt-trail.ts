import type { Decision } from '~/attribution/decide';
import type { Origin } from '~/attribution/evidence';
import type { Facts } from '~/attribution/facts';
import type { ReceiptTrailEntry } from '~/attribution/receipt';

const NOTHING_MORE = { origin: null, deciding: false, grade: null, page: null, amountMinor: null };
type More = Partial<ReceiptTrailEntry>;
const entry = (at: Date, kind: ReceiptTrailEntry['kind'], more: More = {}): ReceiptTrailEntry => ({
  at: at.toISOString(),
  kind,
  ...NOTHING_MORE,
  ...more,
});

/** What happened up to the order and after it, as far as it is known, in its course. */
export function trailOf(facts: Facts, decision: Decision): ReceiptTrailEntry[] {
  const { order } = facts;

  const visits = decision.touches.flatMap((touch) => {
    const deciding = touch === decision.deciding;
    const from = { origin: originText(touch.origin), grade: touch.grade };
    const clicked = touch.sightings.some(({ clickId }) => clickId);
    const landed = touch.sightings.find(({ landing }) => landing?.at)?.landing ?? touch.sightings[0]?.landing;
    // A browser's clock may say that the page was there before the click that led to it.
    const arrived = landed?.at && !(clicked && landed.at < touch.at) ? landed.at : touch.at;
    const landing = landed && entry(arrived, 'visit', { ...from, page: landed.page });
    const code = touch.sightings.some((sighting) => sighting.code);
    const seen = clicked || landing;
    return [
      ...(code ? [entry(order.placedAt, 'code', { ...from, deciding: deciding && !seen })] : []),
      ...(clicked ? [entry(touch.at, 'click', { ...from, deciding })] : []),
      ...(landing ? [{ ...landing, deciding: deciding && !clicked }] : []),
    ];
  });
  const known = new Set(
    [
      ...decision.touches.flatMap(({ sightings }) => sightings),
      ...decision.judged.map(({ sighting }) => sighting),
    ].map(({ landing }) => landing),
  );
  const direct = facts.journey.visits
    .filter((visit) => !known.has(visit))
    .flatMap(({ at, page }) =>
      at && at <= order.placedAt ? [entry(at, 'visit', { origin: { kind: 'direct' }, page })] : [],
    );
  const touched = new Set(
    decision.touches.map(({ origin: from }) => from.kind === 'message' && from.versionId),
  );
  const sends = new Map(
    facts.sends
      .filter(({ versionId, at }) => touched.has(versionId) && at <= order.placedAt)
      .sort((a, b) => b.at.getTime() - a.at.getTime())
      .map(({ versionId, at }) => [versionId, at]),
  );

  return [
    ...[...sends].map(([versionId, at]) =>
      entry(at, 'sent', { origin: { kind: 'message', versionId: String(versionId) } }),
    ),
    ...visits,
    ...direct,
    ...facts.checkouts.map(({ at }) => entry(at < order.placedAt ? at : order.placedAt, 'checkout')),
    ...orderEntries(facts),
  ].sort(byCourse);
}

/** The order itself and what became of it, as the last of its trail. */
export function orderEntries({ order, refunds }: Pick<Facts, 'order' | 'refunds'>): ReceiptTrailEntry[] {
  return [
    entry(order.placedAt, 'order', { amountMinor: String(order.valueMinor) }),
    ...refunds
      .filter(({ totalMinor }) => totalMinor > 0n)
      .map(({ at, totalMinor }) => entry(at, 'refund', { amountMinor: String(totalMinor) })),
    ...(order.cancelledAt ? [entry(order.cancelledAt, 'cancelled')] : []),
  ].sort(byCourse);
}

/** Where a visit came from, as a receipt has it. */
export const originText = (from: Origin): NonNullable<ReceiptTrailEntry['origin']> =>
  from.kind === 'message' ? { kind: 'message', versionId: String(from.versionId) } : from;

const KINDS: ReceiptTrailEntry['kind'][] = [
  'sent',
  'click',
  'visit',
  'code',
  'checkout',
  'order',
  'refund',
  'cancelled',
];

/** What comes before what, whatever the clocks say: Shopify tells the order's time in whole seconds. */
const PHASE: Record<ReceiptTrailEntry['kind'], number> = {
  sent: 0,
  click: 0,
  visit: 0,
  code: 1,
  checkout: 1,
  order: 2,
  refund: 3,
  cancelled: 3,
};

/** As things follow one another, then by text, so that the same facts give the same receipt. */
function byCourse(a: ReceiptTrailEntry, b: ReceiptTrailEntry): number {
  return (
    PHASE[a.kind] - PHASE[b.kind] ||
    compareText(a.at, b.at) ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}

/** A total order of texts by their code units. */
export const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
