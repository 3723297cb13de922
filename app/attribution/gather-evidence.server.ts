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
  const deliveries = clicked.flatMap(({ order, clicks }) =>
    clicks.flatMap(({ deliveryId }) => (deliveryId === null ? [] : [{ orderId: order.id, deliveryId }])),
  );
  const versionIds = versions.map(({ id }) => id);
  const sends = byOrder(await readSends(shop, orders, versionIds, deliveries, tx));
  const ownHosts = await readOwnHosts(shop, tx);

  return clicked.map((one) => {
    const { order, journeyLandings, landing, cartClickId, pixelLandings, contactClickIds, subscription } =
      one;
    const own = versionsOf(one, versions);
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

const distinctById = <T extends { id: string | bigint }>(rows: readonly T[]): T[] => [
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

const tagsOf = (seen: Seen) =>
  allLandings(seen).flatMap(({ utm: { source, medium, campaign } }) =>
    source && medium && campaign ? [{ source, medium, campaign }] : [],
  );

type Clicked = Seen & { order: Order; clicks: readonly ClickRow[]; subscription: FirstOrder | null };

/** Everything that names a message version. */
function namesOf(all: readonly Clicked[]): Parameters<typeof readVersions>[1] {
  const tags = all.flatMap(tagsOf);
  return {
    ids: [
      ...new Set(
        all.flatMap(({ clicks, subscription }) =>
          [...clicks, ...(subscription?.shares ?? [])].map(({ versionId }) => versionId),
        ),
      ),
    ],
    publicIds: [...new Set(all.flatMap(allLandings).flatMap(({ utm }) => utm.id ?? []))],
    codes: [...new Set(all.flatMap(({ order }) => codesOf(order.discountCodes)))],
    tags: [...new Map(tags.map((one) => [JSON.stringify(one), one])).values()],
  };
}

/** Those of the versions read that the evidence of one order names; and some that share source and medium, to tell near misses. */
function versionsOf(one: Clicked, versions: readonly VersionRow[]): VersionFact[] {
  const { ids, publicIds, tags, codes } = namesOf([one]);
  const pairOf = (source: string, medium: string) => JSON.stringify([source, medium]);
  const named = new Set<unknown>([...ids, ...publicIds, ...tags.map((tag) => JSON.stringify(tag))]);
  const pairs = new Set(tags.map(({ source, medium }) => pairOf(source, medium)));
  const isNamed = (row: VersionRow) =>
    named.has(row.id) ||
    named.has(row.publicId) ||
    codes.includes(row.discountCode) ||
    named.has(JSON.stringify({ source: row.utmSource, medium: row.utmMedium, campaign: row.utmCampaign }));
  const alike = versions
    .filter((row) => pairs.has(pairOf(row.utmSource, row.utmMedium)))
    .sort((a, b) => (a.id > b.id ? -1 : 1))
    .slice(0, ALIKE_AT_MOST);
  return distinctById([...versions.filter(isNamed), ...alike]).map(versionFact);
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
