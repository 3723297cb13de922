import { z } from 'zod';
import type { Db } from '~/db.server';
import { timeOfUuid, type ShopId } from '~/lib/ids';
import { orderKind } from '~/orders/order';
import { readClickToken } from '~/tracking/link-token.server';
import type { ClickFact, Facts, Landing, VersionFact } from '~/attribution/facts';
import { hostOf, landingOfPage } from '~/attribution/source';

const DAY_MS = 86_400_000;
/** The longest window of attribution, and a day for those who look just beyond it. */
const LOOK_BACK_MS = 91 * DAY_MS;
const ROWS_AT_MOST = 500;

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
const storedState = z.enum(['waiting', 'ready', 'absent', 'expired']);

/** Reads all that decides an order, from this shop's rows alone; undefined where the shop has no such order. */
export async function gatherEvidence(shop: ShopId, orderId: bigint, tx: Db): Promise<Facts | undefined> {
  const own = { shopId: shop };
  const order = await tx.order.findUnique({ where: { shopId_id: { shopId: shop, id: orderId } } });
  if (!order) return undefined;
  const placedAt = order.processedAt;
  const since = new Date(placedAt.getTime() - LOOK_BACK_MS);
  const until = new Date(placedAt.getTime() + DAY_MS);

  const { domain, storefrontUrl } = await tx.shop.findUniqueOrThrow({ where: { id: shop } });
  const refunds = await tx.refund.findMany({ where: { ...own, orderId } });
  const deletion = await tx.orderDeletion.findUnique({
    where: { shopId_orderId: { shopId: shop, orderId } },
  });
  const journey = await tx.orderJourney.findUnique({ where: { shopId_orderId: { shopId: shop, orderId } } });
  const checkouts = await checkoutsOf(shop, order, tx);
  const touches = await tx.touch.findMany({
    where: {
      ...own,
      visitor: { in: checkouts.map(({ visitor }) => visitor) },
      at: { gte: since, lte: until },
    },
    orderBy: [{ at: 'desc' }, { id: 'asc' }],
    take: ROWS_AT_MOST,
  });

  const clickIdOf = (token: string) => readClickToken(shop, token);
  const pixelLandings = touches.map((touch): Landing => ({
    at: touch.at,
    clickId: touch.clickId,
    utm: { source: touch.utmSource, medium: touch.utmMedium, campaign: touch.utmCampaign, id: touch.utmId },
    adParam: touch.adParam,
    referrer: touch.referrer,
    page: touch.path,
  }));
  const visits = storedVisits
    .parse(journey?.visits ?? [])
    .map(({ at, landingPage, referrer, utm }) =>
      landingOfPage(
        { at, page: landingPage ?? null, referrer: referrer ?? null, utm: utm ?? null },
        clickIdOf,
      ),
    );
  const landing =
    (order.landingSite ?? order.referringSite)
      ? landingOfPage(
          { at: null, page: order.landingSite, referrer: order.referringSite, utm: null },
          clickIdOf,
        )
      : null;
  const cartClickId = (order.cartClickToken && clickIdOf(order.cartClickToken)) || null;

  const landings = [...pixelLandings, ...visits, ...(landing ? [landing] : [])];
  const named = [cartClickId, ...landings.map(({ clickId }) => clickId)].filter((id) => id !== null);
  const contactClicks =
    order.customerId === null ? [] : await clicksOfCustomer(shop, order.customerId, since, until, tx);
  const clicks = distinctById([...contactClicks, ...(await clicksById(shop, named, tx))]);
  const versions = await versionsNamed(shop, landings, clicks, tx);

  return {
    order: {
      id: order.id,
      name: order.name,
      placedAt,
      kind: orderKind(order),
      test: order.test,
      deletedAt: deletion?.deletedAt ?? null,
      cancelledAt: order.cancelledAt,
      valueMinor: order.valueMinor,
      currency: order.currency,
      cartClickId,
      landing,
    },
    refunds: refunds.map(({ processedAt, totalMinor }) => ({ at: processedAt, totalMinor })),
    checkouts: checkouts.map(({ completedAt }) => ({ at: completedAt })),
    pixelLandings,
    // Until the first answer is stored, the journey is awaited.
    journey: { state: storedState.parse(journey?.state ?? 'waiting'), visits },
    clicks,
    contactClickIds: contactClicks.map(({ id }) => id),
    versions,
    sends: await sendsOf(shop, order.customerId, clicks, versions, tx),
    ownHosts: [domain, hostOf(storefrontUrl)].filter((host) => host !== undefined),
  };
}

/** A checkout's token cannot be guessed and an order's id can: the id joins only where no token does. */
function checkoutsOf(shop: ShopId, order: { id: bigint; checkoutToken: string | null }, tx: Db) {
  return tx.checkout.findMany({
    where: order.checkoutToken
      ? { shopId: shop, token: order.checkoutToken }
      : { shopId: shop, orderId: order.id },
  });
}

type Click = ClickFact & { deliveryId: bigint };

const clickColumns = { id: true, at: true, versionId: true, deliveryId: true, verdict: true } as const;

async function clicksById(shop: ShopId, ids: string[], tx: Db): Promise<Click[]> {
  if (ids.length === 0) return [];
  // The ids carry their time: with it the database looks into few months only.
  const times = ids.map((id) => timeOfUuid(id).getTime());
  const at = {
    gte: new Date(Math.min(...times) - DAY_MS),
    lte: new Date(Math.max(...times) + DAY_MS),
  };
  const rows = await tx.click.findMany({
    where: { shopId: shop, id: { in: ids }, at },
    select: clickColumns,
  });
  return rows.map(clickOf);
}

/** Clicks of the deliveries to a customer, the human ones first. */
async function clicksOfCustomer(
  shop: ShopId,
  customerId: bigint,
  since: Date,
  until: Date,
  tx: Db,
): Promise<Click[]> {
  const deliveries = await tx.delivery.findMany({
    where: { shopId: shop, contact: { shopifyId: customerId }, queuedAt: { lte: until } },
    orderBy: { id: 'desc' },
    take: ROWS_AT_MOST,
    select: { id: true },
  });
  const rows = await tx.click.findMany({
    where: {
      shopId: shop,
      deliveryId: { in: deliveries.map(({ id }) => id) },
      at: { gte: since, lte: until },
    },
    orderBy: [{ verdict: 'asc' }, { at: 'desc' }, { id: 'asc' }],
    take: ROWS_AT_MOST,
    select: clickColumns,
  });
  return rows.map(clickOf);
}

const clickOf = (row: {
  id: string;
  at: Date;
  versionId: bigint;
  deliveryId: bigint;
  verdict: string;
}): Click => ({
  ...row,
  verdict: row.verdict === 'human' ? 'human' : 'machine',
});

const distinctById = <T extends { id: string | bigint }>(rows: T[]): T[] => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
];

const ALIKE_AT_MOST = 50;

/** The versions behind clicks, `utm_id`s and tags; and some that share source and medium, to tell near misses. */
async function versionsNamed(
  shop: ShopId,
  landings: readonly Landing[],
  clicks: readonly Click[],
  tx: Db,
): Promise<VersionFact[]> {
  const tags = landings.flatMap(({ utm: { source, medium, campaign } }) =>
    source && medium && campaign ? [{ utmSource: source, utmMedium: medium, utmCampaign: campaign }] : [],
  );
  const publicIds = landings.flatMap(({ utm }) => utm.id ?? []);
  const include = { message: { include: { campaign: true } } } as const;
  const exact = await tx.messageVersion.findMany({
    where: {
      shopId: shop,
      OR: [
        { id: { in: clicks.map(({ versionId }) => versionId) } },
        { publicId: { in: publicIds } },
        ...tags,
      ],
    },
    include,
  });
  const alike =
    tags.length === 0
      ? []
      : await tx.messageVersion.findMany({
          where: {
            shopId: shop,
            OR: tags.map(({ utmSource, utmMedium }) => ({ utmSource, utmMedium })),
          },
          orderBy: { id: 'desc' },
          take: ALIKE_AT_MOST,
          include,
        });
  return distinctById([...exact, ...alike]).map((version) => ({
    id: version.id,
    publicId: version.publicId,
    tracked: version.trackSales,
    frozenAt: version.frozenAt,
    campaignId: version.message.campaignId,
    campaign: version.message.campaign?.name ?? null,
    subject: version.subject,
    channel: version.channel,
    utm: { source: version.utmSource, medium: version.utmMedium, campaign: version.utmCampaign },
  }));
}

async function sendsOf(
  shop: ShopId,
  customerId: bigint | null,
  clicks: readonly Click[],
  versions: readonly VersionFact[],
  tx: Db,
): Promise<Facts['sends']> {
  const rows = await tx.delivery.findMany({
    where: {
      shopId: shop,
      sentAt: { not: null },
      OR: [
        { id: { in: clicks.map(({ deliveryId }) => deliveryId) } },
        ...(customerId === null
          ? []
          : [{ contact: { shopifyId: customerId }, versionId: { in: versions.map(({ id }) => id) } }]),
      ],
    },
    select: { versionId: true, sentAt: true },
  });
  return rows.flatMap(({ versionId, sentAt }) => (sentAt ? [{ versionId, at: sentAt }] : []));
}
