import { z } from 'zod';
import type { Order, Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { codesOf } from '~/orders/discount-code';
import { netOf, orderKind } from '~/orders/order';
import { readDeletions, readOrders, readRefunds } from '~/orders/order-store.server';
import { readClickToken } from '~/tracking/link-token.server';
import { isPresumed } from '~/tracking/machine-reason';
import {
  ALIKE_AT_MOST,
  type ClickRow,
  type FirstOrderRow,
  type JourneyRow,
  readCheckouts,
  readClicks,
  readContactClicks,
  readFirstOrders,
  readJourneys,
  readOwnHosts,
  readSends,
  readTouches,
  readVersions,
  type TouchRow,
  type VersionRow,
} from '~/attribution/evidence-rows.server';
import { GRADES } from '~/attribution/evidence';
import type { Facts, FirstOrder, Landing, VersionFact } from '~/attribution/facts';
import { landingOfPage } from '~/attribution/source';

const storedVisits = z.array(
  z.object({
    at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
    landingPage: z.string().nullish(),
    referrer: z.string().nullish(),
    utm: z
      .object({ source: z.string().nullish(), medium: z.string().nullish(), campaign: z.string().nullish() })
      .nullish(),
  }),
);
const storedGrade = z.enum(GRADES);
const storedState = z.enum(['waiting', 'ready', 'absent', 'expired']);

/**
 * Reads all that decides orders, from this shop's rows alone. What is read of an order is the same whatever others are
 * read with it. Orders that the shop does not have are left out.
 */
export async function gatherEvidence(shop: ShopId, orderIds: readonly bigint[], tx: Sql): Promise<Facts[]> {
  const orders = await readOrders(shop, orderIds, tx);
  if (orders.length === 0) return [];
  const refunds = byOrder(await readRefunds(shop, orderIds, tx));
  const deletions = byOrder(await readDeletions(shop, orderIds, tx));
  const journeys = byOrder(await readJourneys(shop, orderIds, tx));
  const checkouts = byOrder(await readCheckouts(shop, orders, tx));
  const visits = orders.flatMap((order) =>
    [...new Set(checkouts(order).map(({ visitor }) => visitor))].map((visitor) => ({ order, visitor })),
  );
  const touches = byOrder(await readTouches(shop, visits, tx));
  const seen = orders.map((order) => ({
    order,
    ...landingsOf(shop, order, touches(order), journeys(order)[0]),
  }));

  const renewals = orders.filter((order) => orderKind(order) === 'subscription_renewal');
  const subscriptions = byOrder(await readFirstOrders(shop, renewals, tx));
  const contactClicks = byOrder(await readContactClicks(shop, orders, tx));
  const clicks = await readClicks(shop, [...new Set(seen.flatMap(clickIdsOf))], tx);
  const clicksById = new Map(clicks.map((click) => [click.id, click]));
  const clicked = seen.map((one) => {
    const own = contactClicks(one.order);
    const named = clickIdsOf(one).flatMap((id) => clicksById.get(id) ?? []);
    return {
      ...one,
      contactClickIds: own.map(({ id }) => id),
      clicks: distinctById([...own, ...named]),
      subscription: firstOrderOf(subscriptions(one.order)),
    };
  });

  const versions = await readVersions(shop, namesOf(clicked), tx);
  const versionsOf = versionFinder(versions);
  const deliveries = clicked.flatMap(({ order, clicks }) =>
    clicks.flatMap(({ deliveryId }) => (deliveryId === null ? [] : [{ orderId: order.id, deliveryId }])),
  );
  const versionIds = versions.map(({ id }) => id);
  const sends = byOrder(await readSends(shop, orders, versionIds, deliveries, tx));
  const ownHosts = await readOwnHosts(shop, tx);

  return clicked.map((one) => {
    const { order, journeyLandings, landing, cartClickId, pixelLandings, contactClickIds, subscription } =
      one;
    const own = versionsOf(one);
    const ownIds = new Set(own.map(({ id }) => id));
    return {
      order: {
        id: order.id,
        name: order.name,
        placedAt: order.processedAt,
        kind: orderKind(order),
        test: order.test,
        deletedAt: deletions(order)[0]?.deletedAt ?? null,
        cancelledAt: order.cancelledAt,
        valueMinor: order.valueMinor,
        netMinor: netOf(order),
        currency: order.currency,
        cartClickId,
        landing,
        discountCodes: codesOf(order.discountCodes),
      },
      refunds: refunds(order).map(({ processedAt, totalMinor }) => ({ at: processedAt, totalMinor })),
      checkouts: checkouts(order).map(({ completedAt }) => ({ at: completedAt })),
      pixelLandings,
      // Until the first answer is stored, the journey is awaited.
      journey: { state: storedState.parse(journeys(order)[0]?.state ?? 'waiting'), visits: journeyLandings },
      clicks: one.clicks.map(({ id, at, versionId, verdict, verdictReason }) => ({
        id,
        at,
        versionId,
        verdict: verdict === 'human' ? 'human' : 'machine',
        presumed: isPresumed(verdictReason),
      })),
      contactClickIds,
      versions: own,
      sends: sends(order)
        .filter(({ versionId }) => ownIds.has(versionId))
        .map(({ versionId, sentAt }) => ({ versionId, at: sentAt })),
      ownHosts,
      subscription,
    };
  });
}

/** The first order of a subscription, from the rows of its credits. */
function firstOrderOf(rows: readonly FirstOrderRow[]): FirstOrder | null {
  const [first] = rows;
  if (!first) return null;
  return {
    orderId: first.firstId,
    name: first.name,
    shares: rows.flatMap(({ versionId, touchAt, grade, weightPpm }) =>
      versionId === null || touchAt === null || weightPpm === null
        ? []
        : [{ versionId, touchAt, grade: storedGrade.parse(grade), weightPpm }],
    ),
  };
}

/** Rows to look up by their order. */
function byOrder<T extends { orderId: bigint }>(rows: readonly T[]): (order: { id: bigint }) => T[] {
  const groups = new Map<bigint, T[]>();
  for (const row of rows) {
    const group = groups.get(row.orderId);
    if (group) group.push(row);
    else groups.set(row.orderId, [row]);
  }
  return ({ id }) => groups.get(id) ?? [];
}

const distinctById = <T extends { id: string }>(rows: readonly T[]): T[] => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
];

interface Seen {
  pixelLandings: Landing[];
  journeyLandings: Landing[];
  landing: Landing | null;
  cartClickId: string | null;
}

/** What pixel, journey, cart and the order itself say of where the customer came from. */
function landingsOf(
  shop: ShopId,
  order: Order,
  touches: readonly TouchRow[],
  journey: JourneyRow | undefined,
): Seen {
  const clickIdOf = (token: string) => readClickToken(shop, token);
  const { landingSite, referringSite, cartClickToken } = order;
  return {
    pixelLandings: touches.map((touch) => ({
      at: touch.at,
      clickId: touch.clickId,
      utm: { source: touch.utmSource, medium: touch.utmMedium, campaign: touch.utmCampaign, id: touch.utmId },
      adParam: touch.adParam,
      referrer: touch.referrer,
      page: touch.path,
    })),
    journeyLandings: storedVisits
      .parse(journey?.visits ?? [])
      .map(({ at, landingPage, referrer, utm }) =>
        landingOfPage(
          { at, page: landingPage ?? null, referrer: referrer ?? null, utm: utm ?? null },
          clickIdOf,
        ),
      ),
    landing:
      (landingSite ?? referringSite)
        ? landingOfPage({ at: null, page: landingSite, referrer: referringSite, utm: null }, clickIdOf)
        : null,
    cartClickId: (cartClickToken && clickIdOf(cartClickToken)) || null,
  };
}

const allLandings = ({ pixelLandings, journeyLandings, landing }: Seen): Landing[] => [
  ...pixelLandings,
  ...journeyLandings,
  ...(landing ? [landing] : []),
];

const clickIdsOf = (seen: Seen): string[] =>
  [seen.cartClickId, ...allLandings(seen).map(({ clickId }) => clickId)].filter((id) => id !== null);

interface Tags {
  source: string;
  medium: string;
  campaign: string;
}

const tagsOf = (seen: Seen): Tags[] =>
  allLandings(seen).flatMap(({ utm: { source, medium, campaign } }) =>
    source && medium && campaign ? [{ source, medium, campaign }] : [],
  );

/** Equal for equal words: no text of the database has a zero in it. */
const keyOf = (...words: string[]): string => words.join('\0');
const tagsKey = ({ source, medium, campaign }: Tags): string => keyOf(source, medium, campaign);

type Clicked = Seen & { order: Order; clicks: readonly ClickRow[]; subscription: FirstOrder | null };

const versionIdsOf = ({ clicks, subscription }: Clicked): bigint[] =>
  [...clicks, ...(subscription?.shares ?? [])].map(({ versionId }) => versionId);
const publicIdsOf = (seen: Seen): string[] => allLandings(seen).flatMap(({ utm }) => utm.id ?? []);

/** Everything that names a message version. */
function namesOf(all: readonly Clicked[]): Parameters<typeof readVersions>[1] {
  return {
    ids: [...new Set(all.flatMap(versionIdsOf))],
    publicIds: [...new Set(all.flatMap(publicIdsOf))],
    codes: [...new Set(all.flatMap(({ order }) => codesOf(order.discountCodes)))],
    tags: [...new Map(all.flatMap(tagsOf).map((one) => [tagsKey(one), one])).values()],
  };
}

/**
 * Which of the versions read the evidence of an order names; and some that share source and medium with its tags, the
 * newest, to tell near misses.
 */
function versionFinder(rows: readonly VersionRow[]): (one: Clicked) => VersionFact[] {
  const facts = rows.toSorted((a, b) => (a.id > b.id ? -1 : 1)).map(versionFact);
  const by = (keyOfVersion: (version: VersionFact) => string) => {
    const groups = new Map<string, VersionFact[]>();
    for (const fact of facts) {
      const key = keyOfVersion(fact);
      const group = groups.get(key);
      if (group) group.push(fact);
      else groups.set(key, [fact]);
    }
    return (key: string) => groups.get(key) ?? [];
  };
  const byId = by(({ id }) => String(id));
  const byPublicId = by(({ publicId }) => publicId);
  const byCode = by(({ discountCode }) => discountCode);
  const byTags = by(({ utm }) => tagsKey(utm));
  const byPair = by(({ utm }) => keyOf(utm.source, utm.medium));
  return (one) => {
    const tags = tagsOf(one);
    const pairs = [...new Set(tags.map(({ source, medium }) => keyOf(source, medium)))];
    const alike = pairs.flatMap((pair) => byPair(pair).slice(0, ALIKE_AT_MOST));
    const newest = pairs.length > 1 ? alike.sort((a, b) => (a.id > b.id ? -1 : 1)) : alike;
    return [
      ...new Set([
        ...versionIdsOf(one).flatMap((id) => byId(String(id))),
        ...publicIdsOf(one).flatMap(byPublicId),
        ...codesOf(one.order.discountCodes).flatMap(byCode),
        ...tags.flatMap((named) => byTags(tagsKey(named))),
        ...newest.slice(0, ALIKE_AT_MOST),
      ]),
    ];
  };
}

/** What decides orders of a message version. */
export const versionFact = ({
  trackSales,
  utmSource,
  utmMedium,
  utmCampaign,
  ...row
}: VersionRow): VersionFact => ({
  ...row,
  tracked: trackSales,
  utm: { source: utmSource, medium: utmMedium, campaign: utmCampaign },
});
