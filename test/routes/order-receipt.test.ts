import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { loader } from '~/routes/app.order-receipt.$id';
import { askForReceipt } from '../../extensions/order-receipt/src/ask-for-receipt.ts';
import {
  before,
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  tags,
} from '#test/support/attribution-factory.ts';
import { type Merchant, openMerchant } from '#test/support/merchant.ts';
import { makeShop } from '#test/support/shop-factory.ts';

let merchant: Merchant;
beforeAll(async () => {
  merchant = await openMerchant();
});
afterAll(() => merchant.leave());

/** Asks as the admin's extension does: from an origin of its own. */
function asked(
  path: string,
  change: (request: Request) => Request = (request) => request,
): Promise<Response> {
  const request = merchant.ask(path);
  request.headers.set('origin', 'https://extensions.shopifycdn.com');
  const [, id] = /([^/]*)$/.exec(path) ?? [];
  return loader({ request: change(request), params: { id }, context: {} }).catch((thrown: unknown) => {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  });
}

const ask = (path: string) => asked(path);

/** An order and a click on a message so many days before it. */
async function bought(daysAfterClick: number) {
  const sent = await makeSentMessage(merchant.shop, {
    subject: 'Warm hands, {{first_name}}',
    sentAt: before({ days: 20 }),
  });
  const order = await makeOrder(merchant.shop);
  await makeCheckout(merchant.shop, `checkout-${order.id}`, [
    { at: before({ days: daysAfterClick }), utm: tags({ id: sent.version.publicId }) },
  ]);
  await makeJourney(merchant.shop, order.id, 'absent');
  await attributeOrders(merchant.shop.id, [order.id], new Date());
  return order;
}

describe('the receipt for the block on the order’s page', () => {
  it('tells who earned the order, for whichever origin the admin runs the block in', async () => {
    const order = await bought(2);
    const answer = await asked(`/app/order-receipt/${order.id}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(await askForReceipt(`gid://shopify/Order/${order.id}`, ask)).toMatchObject({
      kind: 'known',
      receipt: {
        orderId: String(order.id),
        bucket: 'credited',
        bucketLabel: 'Credited',
        sentence: expect.stringMatching(/^Credited to “Warm hands, ?”/) as unknown,
        nearest: null,
        grade: { label: 'Tags, seen by the pixel' },
      },
    });
  });

  it('tells why nobody did, and the nearest setting', async () => {
    const order = await bought(6);
    expect(await askForReceipt(`gid://shopify/Order/${order.id}`, ask)).toMatchObject({
      receipt: {
        bucket: 'no_touch',
        sentence: expect.stringContaining('6 days before the order') as unknown,
        nearest: expect.stringContaining('With a window of 6 days instead of 5') as unknown,
        grade: null,
      },
    });
  });

  it('tells of an order that has just arrived that it is not decided yet', async () => {
    const order = await makeOrder(merchant.shop);
    expect(await askForReceipt(`gid://shopify/Order/${order.id}`, ask)).toMatchObject({
      receipt: { bucket: 'pending' },
    });
  });

  it('knows no order of another shop, and none that is not there', async () => {
    const theirs = await makeOrder(await makeShop());
    for (const id of [theirs.id, 1n]) {
      expect((await asked(`/app/order-receipt/${id}`)).status).toBe(404);
      expect(await askForReceipt(`gid://shopify/Order/${id}`, ask)).toEqual({ kind: 'unknown' });
    }
    expect((await asked('/app/order-receipt/x')).status).toBe(404);
    expect(await askForReceipt('', ask)).toEqual({ kind: 'unknown' });
  });

  it.each([
    ['none', (request: Request) => request.headers.delete('authorization')],
    ['one of nobody', (request: Request) => request.headers.set('authorization', 'Bearer not.a.token')],
  ])('is not for whom has a wrong session token: %s', async (_, spoil) => {
    const order = await bought(2);
    const answer = await asked(`/app/order-receipt/${order.id}`, (request) => {
      spoil(request);
      return request;
    });
    expect(answer.status).toBeGreaterThanOrEqual(300);
    expect(await answer.text()).not.toContain('Credited');
  });

  it('answers a browser that asks first whether it may', async () => {
    const answer = await asked('/app/order-receipt/1', ({ url, headers }) => {
      headers.delete('authorization');
      headers.set('access-control-request-headers', 'authorization');
      return new Request(url, { method: 'OPTIONS', headers });
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-headers')).toContain('Authorization');
  });

  it('has failed where the app does not answer, or answers with something else', async () => {
    const down = () => Promise.reject(new TypeError('no network'));
    const broken = () => Promise.resolve(new Response('Bad gateway', { status: 502 }));
    const page = () => Promise.resolve(new Response('<html>'));
    for (const answers of [down, broken, page])
      expect(await askForReceipt('gid://shopify/Order/1', answers)).toEqual({ kind: 'failed' });
  });
});
