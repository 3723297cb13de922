import { describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { addressHash } from '~/contacts/address-hash.server';
import { recordPrivacyRequest } from '~/contacts/contact-store.server';
import { db, type Shop } from '~/db.server';
import { suppressAddresses } from '~/messaging/suppression-store.server';
import { customerData, openDataRequests } from '~/reports/privacy-requests/query.server';
import {
  before,
  makeCheckout,
  makeClick,
  makeJourney,
  makeOrder,
  makeSentMessage,
  PLACED_AT,
} from '#test/support/attribution-factory';
import { makeShop } from '#test/support/shop-factory';

async function ask(shop: Shop, customerId: bigint | null, receivedAt = new Date('2026-11-03T09:00:00Z')) {
  await recordPrivacyRequest(shop.id, {
    kind: 'data_request',
    shopifyCustomerId: customerId,
    orderIds: [],
    receivedAt,
    doneAt: null,
  });
  const where = { shopId: shop.id, receivedAt };
  return (await db.privacyRequest.findFirstOrThrow({ where })).id;
}

/** A customer with a name, a message that they clicked, and an order; beside somebody else who has the same. */
async function aCustomer(shop: Shop) {
  const sent = await makeSentMessage(shop);
  const other = await makeSentMessage(shop, { subject: 'For somebody else' });
  await db.contact.updateMany({
    where: { shopId: shop.id, shopifyId: sent.customerId },
    data: { firstName: 'Ada', email: 'ada@customer.test' },
  });
  for (const { customerId, version, delivery } of [other, sent]) {
    const clickId = await makeClick(shop, { version, delivery }, before({ hours: 2 }));
    const order = await makeOrder(shop, { customerId });
    await makeCheckout(shop, `checkout-${order.id}`, [{ at: before({ hours: 2 }), clickId, page: '/mug' }]);
    await makeJourney(shop, order.id, 'ready', [{ at: before({ hours: 2 }), landingPage: '/mug' }]);
    await attributeOrders(shop.id, [order.id], PLACED_AT);
  }
  return sent;
}

describe('a customer’s request for data', () => {
  it('is open until it is answered, and says until when that is due', async () => {
    const shop = await makeShop();
    const { customerId } = await aCustomer(shop);
    const id = await ask(shop, customerId);
    await ask(shop, 999n, new Date('2026-11-04T09:00:00Z'));
    expect(await openDataRequests(shop)).toEqual([
      { id: String(id), customer: 'Ada', received: '3 Nov 2026, 10:00', answerBy: '3 Dec 2026' },
      expect.objectContaining({ customer: 'Customer 999' }),
    ]);
    expect(await openDataRequests(await makeShop())).toEqual([]);
  });

  it('is answered with all that is known of them, and of nobody else', async () => {
    const shop = await makeShop();
    const { customerId } = await aCustomer(shop);
    const emailHash = addressHash(shop.id, 'email', 'ada@customer.test');
    await db.contact.updateMany({ where: { shopId: shop.id, shopifyId: customerId }, data: { emailHash } });
    const others = addressHash(shop.id, 'email', 'bea@customer.test');
    await suppressAddresses(shop.id, 'email', [emailHash, others], 'complaint', PLACED_AT);
    const data = await customerData(shop, await ask(shop, customerId));
    expect(data).toMatchObject({
      customer: { number: String(customerId), firstName: 'Ada', email: 'ada@customer.test' },
      suppressed: [{ channel: 'email', reason: 'complaint', since: PLACED_AT.toISOString() }],
      messages: [{ subject: 'Warm hands', state: 'sent', clicks: [{ by: 'human' }] }],
      orders: [
        {
          value: '50.00',
          visitsSeenByShopify: [{ landingPage: '/mug' }],
          visitsSeenByThePixel: [{ path: '/mug' }],
          receipt: { bucket: 'credited' },
        },
      ],
    });
    expect(JSON.stringify(data)).not.toContain('For somebody else');
  });

  it('of somebody who is not known is answered with nothing, and that of another shop not at all', async () => {
    const shop = await makeShop();
    expect(await customerData(shop, await ask(shop, null))).toMatchObject({ messages: [], orders: [] });
    const elsewhere = await makeShop();
    expect(await customerData(shop, await ask(elsewhere, 7n))).toBeUndefined();
  });
});
