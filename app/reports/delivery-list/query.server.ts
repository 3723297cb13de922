import { db, type Shop } from '~/db.server';
import type { DeliveryState } from '~/messaging/delivery';
import { consentOf } from '~/messaging/preferences';
import {
  type DeliveryData,
  interpretUnsubscribed,
  type UnsubscribedRow,
} from '~/reports/delivery-list/interpret';

export const DELIVERIES_PER_PAGE = 50;

interface Filter {
  state?: DeliveryState;
  unsubscribed?: boolean;
}

/** The deliveries of a campaign in the order they were queued, one page of them; `page` counts from 1. */
export async function deliveryList(
  shop: Shop,
  campaignId: bigint,
  filter: Filter & { page: number },
): Promise<{ rows: DeliveryData[]; total: number }> {
  const where = conditions(shop, campaignId, filter);
  const [total, rows] = await Promise.all([
    db.delivery.count({ where }),
    db.delivery.findMany({
      where,
      include: { contact: true, version: { select: { message: { select: { variant: true } } } } },
      orderBy: { id: 'asc' },
      skip: (Math.max(filter.page, 1) - 1) * DELIVERIES_PER_PAGE,
      take: DELIVERIES_PER_PAGE,
    }),
  ]);
  return { total, rows: rows.map(dataOf) };
}

/** Everybody who unsubscribed through a campaign, a page at a time, as a file has them. */
export async function* allUnsubscribed(shop: Shop, campaignId: bigint): AsyncGenerator<UnsubscribedRow> {
  for (let after = 0n; ;) {
    const rows = await db.delivery.findMany({
      where: { ...conditions(shop, campaignId, { unsubscribed: true }), id: { gt: after } },
      include: { contact: true, version: { select: { message: { select: { variant: true } } } } },
      orderBy: { id: 'asc' },
      take: 1_000,
    });
    for (const row of rows) yield interpretUnsubscribed(dataOf(row), shop.timeZone);
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}

const conditions = (shop: Shop, campaignId: bigint, { state, unsubscribed }: Filter) => ({
  shopId: shop.id,
  version: { message: { campaignId } },
  ...(state && { state }),
  ...(unsubscribed && { unsubscribedAt: { not: null } }),
});

function dataOf(row: {
  id: bigint;
  channel: string;
  state: string;
  reason: string | null;
  unsubscribedAt: Date | null;
  unsubscribedHow: string | null;
  version: { message: { variant: string } };
  contact: {
    shopifyId: bigint;
    firstName: string | null;
    lastName: string | null;
    email: string | null;
    emailConsent: string;
    smsConsent: string;
    whatsappConsent: string;
    redactedAt: Date | null;
  };
}): DeliveryData {
  const { contact, version, ...delivery } = row;
  const consents = {
    email: contact.emailConsent,
    sms: contact.smsConsent,
    whatsapp: contact.whatsappConsent,
  };
  return {
    ...delivery,
    variant: version.message.variant,
    customerId: contact.redactedAt ? null : contact.shopifyId,
    email: contact.email,
    name: [contact.firstName, contact.lastName].filter(Boolean).join(' '),
    consentNow: consents[consentOf(row.channel)],
  };
}
