import { randomBytes, randomInt } from 'node:crypto';
import { db, type Campaign, type Delivery, type MessageVersion, type Order, type Shop } from '~/db.server';
import { uuidv7 } from '~/lib/ids';
import type { ClickFact, Facts, Landing, Settings, VersionFact } from '~/attribution/facts';
import { DEFAULT_SETTINGS } from '~/attribution/facts';

/** When the orders of these tests are placed, unless told otherwise. */
export const PLACED_AT = new Date('2026-11-24T12:00:00Z');

export const before = (amount: {
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
}): Date => {
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = amount;
  return new Date(PLACED_AT.getTime() - (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000);
};

export const SETTINGS: Settings = DEFAULT_SETTINGS;

// ------------------------------------------------------------------ facts

export function landing(some: Partial<Landing> = {}): Landing {
  return {
    at: null,
    clickId: null,
    utm: tags(),
    adParam: null,
    referrer: null,
    page: '/products/mug',
    ...some,
  };
}

export const tags = (some: Partial<Landing['utm']> = {}): Landing['utm'] => ({
  source: null,
  medium: null,
  campaign: null,
  id: null,
  ...some,
});

/** The tags that `versionFact` has unless told otherwise. */
export const OUR_TAGS = { source: 'newsletter', medium: 'email', campaign: 'winter_mugs' };

export function versionFact(some: Partial<VersionFact> = {}): VersionFact {
  return {
    id: 1n,
    publicId: 'mug1',
    tracked: true,
    adopted: false,
    frozenAt: before({ days: 100 }),
    campaignId: 10n,
    campaign: 'Winter mugs',
    variant: null,
    trackingLinkId: null,
    automationId: null,
    subject: 'Warm hands',
    channel: 'email',
    utm: OUR_TAGS,
    discountCode: '',
    ...some,
  };
}

export const clickFact = (some: Partial<ClickFact> = {}): ClickFact => ({
  id: '018f0000-0000-7000-8000-000000000001',
  at: before({ hours: 2 }),
  versionId: 1n,
  verdict: 'human',
  presumed: false,
  ...some,
});

/** A web order of 50.00 EUR of which nothing is known but what is told; the shop knows one tracked message. */
export function facts(some: Partial<Omit<Facts, 'order'>> & { order?: Partial<Facts['order']> } = {}): Facts {
  return {
    refunds: [],
    checkouts: [],
    pixelLandings: [],
    journey: { state: 'absent', visits: [] },
    clicks: [],
    contactClickIds: [],
    versions: [versionFact()],
    sends: [],
    ownHosts: ['shop.test'],
    subscription: null,
    ...some,
    order: {
      id: 1n,
      name: '#1001',
      placedAt: PLACED_AT,
      kind: 'web',
      test: false,
      deletedAt: null,
      cancelledAt: null,
      valueMinor: 5_000n,
      netMinor: 4_000n,
      currency: 'EUR',
      cartClickId: null,
      landing: null,
      discountCodes: [],
      ...some.order,
    },
  };
}

// ------------------------------------------------------------------ rows

export interface SentMessage {
  campaign: Campaign;
  version: MessageVersion;
  delivery: Delivery;
  /** Shopify's number of the customer who received it. */
  customerId: bigint;
}

const number = () => BigInt(randomInt(1, 2 ** 40));

/** A tracked campaign whose message went to one customer. */
export async function makeSentMessage(
  shop: Shop,
  some: Partial<Omit<MessageVersion, 'shopId' | 'messageId'>> & { name?: string; sentAt?: Date } = {},
): Promise<SentMessage> {
  const { name = 'Winter mugs', sentAt = before({ days: 1 }), ...version } = some;
  const own = { shopId: shop.id };
  const utm = { utmSource: OUR_TAGS.source, utmMedium: OUR_TAGS.medium, utmCampaign: OUR_TAGS.campaign };
  const content = {
    channel: 'email',
    subject: 'Warm hands',
    preheader: '',
    html: '<p>Mugs</p>',
    text: 'Mugs',
  };
  const campaign = await db.campaign.create({
    data: { ...own, name, channel: 'email', status: 'sent', createdAt: sentAt, updatedAt: sentAt },
  });
  const message = await db.message.create({
    data: { ...own, campaignId: campaign.id, ...content, trackSales: true, ...utm, updatedAt: sentAt },
  });
  const frozen = await db.messageVersion.create({
    data: {
      ...own,
      messageId: message.id,
      publicId: randomBytes(8).toString('hex'),
      ...content,
      trackSales: true,
      ...utm,
      frozenAt: sentAt,
      ...version,
    },
  });
  const customerId = number();
  const delivery = await makeDelivery(shop, frozen, { customerId, sentAt });
  return { campaign, version: frozen, delivery, customerId };
}

/** One more delivery of a version, to a contact of its own. */
export async function makeDelivery(
  shop: Shop,
  version: MessageVersion,
  {
    customerId = number(),
    sentAt = before({ days: 1 }),
    ...some
  }: Partial<Delivery> & { customerId?: bigint } = {},
): Promise<Delivery> {
  const own = { shopId: shop.id };
  const contact = await db.contact.create({
    data: { ...own, shopifyId: customerId, emailConsent: 'subscribed', updatedAt: PLACED_AT },
  });
  return db.delivery.create({
    data: {
      ...own,
      versionId: version.id,
      contactId: contact.id,
      channel: 'email',
      state: 'sent',
      queuedAt: sentAt ?? PLACED_AT,
      sendingAt: sentAt,
      sentAt,
      ...some,
    },
  });
}

/** A click of one of the delivery's links, by default the first; returns its id. */
export async function makeClick(
  shop: Shop,
  { version, delivery }: Pick<SentMessage, 'version' | 'delivery'>,
  at: Date,
  verdict: 'human' | 'machine' = 'human',
  some: { linkPosition?: number; verdictReason?: string } = {},
): Promise<string> {
  const id = uuidv7(at, randomBytes(10));
  await db.click.create({
    data: {
      shopId: shop.id,
      at,
      id,
      deliveryId: delivery.id,
      versionId: version.id,
      linkPosition: 0,
      method: 'GET',
      verdict,
      ...some,
    },
  });
  return id;
}

/** A web order of 50.00 EUR with a checkout of its own, as stored. */
export function makeOrder(shop: Shop, some: Partial<Order> = {}): Promise<Order> {
  const id = some.id ?? number();
  const value = some.valueMinor ?? 5_000n;
  const at = some.processedAt ?? PLACED_AT;
  return db.order.create({
    data: {
      shopId: shop.id,
      id,
      name: `#${id}`,
      createdAt: at,
      processedAt: at,
      updatedAt: at,
      test: false,
      sourceName: 'web',
      currency: shop.currency,
      valueMinor: value,
      totalMinor: value,
      checkoutToken: `checkout-${id}`,
      ...some,
    },
  });
}

/** What the pixel reports of an order's checkout, with landings. */
export async function makeCheckout(
  shop: Shop,
  token: string,
  landings: Partial<Landing>[] = [],
  some: { orderId?: bigint; completedAt?: Date } = {},
): Promise<void> {
  const visitor = `visitor of ${token}`;
  const at = some.completedAt ?? PLACED_AT;
  await db.checkout.create({
    data: { shopId: shop.id, token, visitor, orderId: some.orderId ?? null, completedAt: at, receivedAt: at },
  });
  for (const seen of landings) {
    const { clickId, utm, adParam, referrer, page, at: landedAt } = landing(seen);
    await db.touch.create({
      data: {
        shopId: shop.id,
        at: landedAt ?? PLACED_AT,
        id: uuidv7(PLACED_AT, randomBytes(10)),
        visitor,
        seenBy: 'pixel',
        clickId,
        utmSource: utm.source,
        utmMedium: utm.medium,
        utmCampaign: utm.campaign,
        utmId: utm.id,
        adParam,
        referrer,
        path: page,
      },
    });
  }
}

interface Visit {
  at: Date;
  landingPage?: string;
  referrer?: string;
  utm?: { source: string; medium: string; campaign: string };
}

/** What Shopify answered about an order's journey. */
export async function makeJourney(
  shop: Shop,
  orderId: bigint,
  state: 'waiting' | 'ready' | 'absent' | 'expired',
  visits: Visit[] = [],
): Promise<void> {
  const stored = visits.map(({ at, landingPage = null, referrer = null, utm = null }) => ({
    at: at.toISOString(),
    landingPage,
    referrer,
    utm,
  }));
  await db.orderJourney.upsert({
    where: { shopId_orderId: { shopId: shop.id, orderId } },
    create: { shopId: shop.id, orderId, state, visits: stored },
    update: { state, visits: stored },
  });
}
