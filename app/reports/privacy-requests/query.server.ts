import { DateTime } from 'luxon';
import { readReceipts } from '~/attribution/read-receipts.server';
import { type Contact, db, type Shop } from '~/db.server';
import { toDecimal } from '~/lib/money';
import { formatMoment } from '~/lib/period';

/** The law gives a month to answer. */
const DAYS_TO_ANSWER = 30;

export interface OpenRequest {
  id: string;
  /** Name or address where they are known here, else the customer's number. */
  customer: string;
  received: string;
  answerBy: string;
}

/** The customers who asked what is known of them and were not answered yet, the oldest first. */
export async function openDataRequests(shop: Shop): Promise<OpenRequest[]> {
  const requests = await db.privacyRequest.findMany({
    where: { shopId: shop.id, kind: 'data_request', doneAt: null },
    orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
  });
  const contacts = await db.contact.findMany({
    where: {
      shopId: shop.id,
      shopifyId: { in: requests.flatMap(({ shopifyCustomerId }) => shopifyCustomerId ?? []) },
    },
  });
  const names = new Map(
    contacts.map(({ shopifyId, firstName, lastName, email }) => [
      shopifyId,
      [firstName, lastName].filter(Boolean).join(' ') || email,
    ]),
  );
  return requests.map(({ id, shopifyCustomerId: customer, receivedAt }) => ({
    id: String(id),
    customer:
      customer === null ? 'A customer without a number' : (names.get(customer) ?? `Customer ${customer}`),
    received: formatMoment(receivedAt, shop.timeZone),
    answerBy: DateTime.fromJSDate(receivedAt, { zone: shop.timeZone })
      .plus({ days: DAYS_TO_ANSWER })
      .setLocale('en')
      .toFormat('d LLL yyyy'),
  }));
}

/**
 * All that is known of the customer of a request, to be handed to them: who they are, the messages that went to them with
 * their clicks, and their orders with how they came. Undefined where the shop has no such request.
 */
export async function customerData(shop: Shop, requestId: bigint) {
  const own = { shopId: shop.id };
  const request = await db.privacyRequest.findFirst({
    where: { ...own, id: requestId, kind: 'data_request' },
  });
  if (!request) return undefined;
  const customerId = request.shopifyCustomerId;
  const contact =
    customerId === null
      ? null
      : await db.contact.findUnique({ where: { shopId_shopifyId: { ...own, shopifyId: customerId } } });
  return {
    shop: shop.name,
    asked: request.receivedAt.toISOString(),
    customer: {
      number: customerId === null ? null : String(customerId),
      firstName: contact?.firstName ?? null,
      lastName: contact?.lastName ?? null,
      email: contact?.email ?? null,
      emailConsent: contact?.emailConsent ?? null,
      emailConsentSince: contact?.emailConsentAt?.toISOString() ?? null,
      phone: contact?.phone ?? null,
      smsConsent: contact?.smsConsent ?? null,
      smsConsentSince: contact?.smsConsentAt?.toISOString() ?? null,
      whatsappConsent: contact?.whatsappConsent ?? null,
      whatsappConsentSince: contact?.whatsappConsentAt?.toISOString() ?? null,
    },
    suppressed: contact ? await suppressionsOf(shop, contact) : [],
    messages: contact ? await messagesTo(shop, contact.id) : [],
    orders: customerId === null ? [] : await ordersOf(shop, customerId),
  };
}

/** On which channels nothing more is sent to the contact, and why. */
async function suppressionsOf(shop: Shop, { emailHash, phoneHash }: Contact) {
  const found = await db.suppression.findMany({
    where: {
      shopId: shop.id,
      OR: [
        { channel: 'email', addressHash: emailHash ?? '' },
        { channel: { not: 'email' }, addressHash: phoneHash ?? '' },
      ],
    },
    orderBy: { channel: 'asc' },
  });
  return found.map(({ channel, reason, suppressedAt }) => ({
    channel,
    reason,
    since: suppressedAt.toISOString(),
  }));
}

async function messagesTo(shop: Shop, contactId: bigint) {
  const deliveries = await db.delivery.findMany({
    where: { shopId: shop.id, contactId },
    include: { version: { include: { links: true } } },
    orderBy: { id: 'asc' },
  });
  const clicks = await db.click.findMany({
    where: { shopId: shop.id, deliveryId: { in: deliveries.map(({ id }) => id) } },
    orderBy: { at: 'asc' },
  });
  const opens = await db.messageOpen.findMany({
    where: { shopId: shop.id, deliveryId: { in: deliveries.map(({ id }) => id) } },
    orderBy: { at: 'asc' },
  });
  return deliveries.map((delivery) => ({
    subject: delivery.version.subject,
    channel: delivery.channel,
    state: delivery.state,
    reason: delivery.reason,
    sent: delivery.sentAt?.toISOString() ?? null,
    unsubscribed: delivery.unsubscribedAt?.toISOString() ?? null,
    cameBack: delivery.bouncedAt?.toISOString() ?? null,
    reportedAsSpam: delivery.complainedAt?.toISOString() ?? null,
    opens: opens
      .filter(({ deliveryId }) => deliveryId === delivery.id)
      .map(({ at, verdict }) => ({ at: at.toISOString(), by: verdict })),
    clicks: clicks
      .filter(({ deliveryId }) => deliveryId === delivery.id)
      .map(({ at, linkPosition, userAgent, verdict }) => ({
        at: at.toISOString(),
        link: delivery.version.links.find(({ position }) => position === linkPosition)?.url ?? null,
        browser: userAgent,
        by: verdict,
      })),
  }));
}

async function ordersOf(shop: Shop, customerId: bigint) {
  const own = { shopId: shop.id };
  const orders = await db.order.findMany({ where: { ...own, customerId }, orderBy: { processedAt: 'asc' } });
  const ids = orders.map(({ id }) => id);
  const ofOrders = { where: { ...own, orderId: { in: ids } } };
  const receipts = await readReceipts(shop.id, ids, db);
  const journeys = await db.orderJourney.findMany(ofOrders);
  const checkouts = await db.checkout.findMany({
    where: {
      ...own,
      OR: [
        { token: { in: orders.flatMap(({ checkoutToken }) => checkoutToken ?? []) } },
        { orderId: { in: ids } },
      ],
    },
  });
  const touches = await db.touch.findMany({
    where: { ...own, visitor: { in: checkouts.map(({ visitor }) => visitor) } },
    orderBy: { at: 'asc' },
  });
  return orders.map((order) => {
    const visitors = checkouts
      .filter(({ token, orderId }) => token === order.checkoutToken || orderId === order.id)
      .map(({ visitor }) => visitor);
    return {
      number: String(order.id),
      name: order.name,
      placed: order.processedAt.toISOString(),
      value: toDecimal({ minor: order.valueMinor, currency: order.currency }),
      currency: order.currency,
      landingPage: order.landingSite,
      referrer: order.referringSite,
      visitsSeenByShopify: journeys.find(({ orderId }) => orderId === order.id)?.visits ?? [],
      visitsSeenByThePixel: touches
        .filter(({ visitor }) => visitors.includes(visitor))
        .map(({ at, path, referrer, utmSource, utmMedium, utmCampaign, adParam }) => ({
          at: at.toISOString(),
          path,
          referrer,
          source: utmSource,
          medium: utmMedium,
          campaign: utmCampaign,
          advertisement: adParam,
        })),
      receipt: receipts.get(order.id) ?? null,
    };
  });
}
