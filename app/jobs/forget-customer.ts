import { forgetTraces } from '~/attribution/attribution-store.server';
import { remarkWritten } from '~/attribution/order-word-store.server';
import { recordPrivacyRequest, redactContact } from '~/contacts/contact-store.server';
import { noteHappenings } from '~/contacts/happening-store.server';
import { db, MANY_ROWS } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { forgetReasons } from '~/messaging/delivery-store.server';
import { forgetSuppressions } from '~/messaging/suppression-store.server';
import { lockForgetting } from '~/orders/forgotten-orders.server';
import { forgetVisits } from '~/orders/journey-store.server';
import { forgetOrders } from '~/orders/order-store.server';
import type { PrivacyNotice } from '~/shopify/notice-payload';
import { forgetAgentsOf, forgetUserAgents } from '~/tracking/click-store.server';
import { forgetPixelReceipts } from '~/tracking/pixel-receipt-store.server';
import { forgetTouches } from '~/tracking/touch-store.server';

/**
 * Takes a customer out of everything that is known, in one transaction, and remembers their number and those of their
 * orders, so that what comes later does not bring them back; automations let them go. Orders, money, clicks and credits
 * stay, without the person.
 * @param receivedAt when Shopify asked for it
 * @returns by what stored webhooks that speak of the customer are recognised
 */
export async function forgetCustomer(
  shop: ShopId,
  { customerId, orderIds, email }: PrivacyNotice,
  receivedAt: Date,
  now: Date,
): Promise<string[]> {
  return db.$transaction(async (tx) => {
    await lockForgetting(shop, tx);
    const request = { kind: 'customer_redact' as const, shopifyCustomerId: customerId, orderIds };
    await recordPrivacyRequest(shop, { ...request, receivedAt, doneAt: now }, tx);
    if (customerId !== null) {
      await forgetSuppressions(shop, customerId, tx);
      await redactContact(shop, customerId, now, tx);
      await forgetReasons(shop, customerId, tx);
      await forgetUserAgents(shop, customerId, tx);
      const erased = { kind: 'redacted', shopifyId: customerId, key: 'redacted', at: now };
      await noteHappenings(shop, [erased], now, tx);
    }
    const all = await forgetOrders(shop, customerId, orderIds, tx);
    await forgetVisits(shop, all, tx);
    await forgetPixelReceipts(shop, all, tx);
    await forgetAgentsOf(shop, await forgetTouches(shop, all, tx), tx);
    await forgetTraces(shop, all, tx);
    await remarkWritten(shop, now, tx, all);
    return [...all, ...(customerId === null ? [] : [customerId])].map(String).concat(email ?? []);
  }, MANY_ROWS);
}
