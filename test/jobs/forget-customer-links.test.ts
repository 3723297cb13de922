import { describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import { intake } from '~/intake/app';
import { forgetCustomer } from '~/jobs/forget-customer';
import { readClickToken } from '~/tracking/link-token.server';
import { makeCheckout, makeOrder } from '#test/support/attribution-factory';
import { makeShop } from '#test/support/shop-factory';
import { makeTrackingLink } from '#test/support/tracking-link-factory';

describe('a customer who came through a tracking link and asks to be forgotten', () => {
  it('takes the browser along out of that click, and out of nobody else’s', async () => {
    const shop = await makeShop();
    const { link } = await makeTrackingLink(shop);
    const headers = {
      'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    };
    const follow = async () => {
      const page = (await intake.request(`/s/${link.slug}`, { headers })).headers.get('Location') ?? '';
      return readClickToken(shop.id, new URL(page).searchParams.get('st_click') ?? '') ?? '';
    };
    const [mine, other] = [await follow(), await follow()];
    const order = await makeOrder(shop, { customerId: 77n });
    await makeCheckout(shop, `checkout-${order.id}`, [{ at: new Date(), clickId: mine }]);

    const notice = { customerId: 77n, orderIds: [], email: null };
    await forgetCustomer(shop.id, notice, new Date(), new Date());
    const clicks = await db.click.findMany({ where: { shopId: shop.id } });
    expect(new Map(clicks.map(({ id, userAgent }) => [id, userAgent]))).toEqual(
      new Map([
        [mine, null],
        [other, headers['User-Agent']],
      ]),
    );
  });
});
