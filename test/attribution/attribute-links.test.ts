import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { db, type Shop } from '~/db.server';
import { intake } from '~/intake/app';
import { orderReceipt } from '~/reports/order-receipt/query.server';
import { readClickToken } from '~/tracking/link-token.server';
import {
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  makeClick,
  before,
} from '#test/support/attribution-factory';
import { makeShop } from '#test/support/shop-factory';
import { changeTrackingLink, makeTrackingLink } from '#test/support/tracking-link-factory';

let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

/** Opens the short link in a browser; returns the address that it leads to, and the click's id. */
async function follow(slug: string): Promise<{ page: string; clickId: string }> {
  const headers = { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
  const response = await intake.request(`/s/${slug}`, { headers });
  const page = response.headers.get('Location') ?? '';
  return { page, clickId: readClickToken(shop.id, new URL(page).searchParams.get('st_click') ?? '') ?? '' };
}

const soon = () => new Date(Date.now() + 60_000);

async function credits(orderId: bigint) {
  await attributeOrders(shop.id, [orderId], soon());
  const found = await db.credit.findMany({ where: { shopId: shop.id, orderId } });
  return found.map(({ versionId, grade, amountMinor }) => [versionId, grade, amountMinor]);
}

describe('an order finds its tracking link', () => {
  it('by the signed click that the pixel reported, and its receipt calls it by its name', async () => {
    const { link, version } = await makeTrackingLink(shop);
    const { clickId } = await follow(link.slug);
    const order = await makeOrder(shop, { processedAt: soon() });
    await makeCheckout(shop, `checkout-${order.id}`, [{ at: new Date(), clickId }], { completedAt: soon() });
    expect(await credits(order.id)).toEqual([[version.id, 'click_id', 5_000n]]);

    await changeTrackingLink(shop, link.id, { name: 'Thank-you card' }, new Date());
    await attributeOrders(shop.id, [order.id], soon());
    const receipt = await orderReceipt(shop, order.id);
    expect(receipt).toMatchObject({
      credited: { trackingLinkId: String(link.id), subject: 'Thank-you card', channelLabel: 'Tracking link' },
      sentence: expect.stringMatching(
        /^Credited to the tracking link “Thank-you card”, because the last click before the order came from this link on .* with the tags parcel \/ qr \/ thank_you\./,
      ) as string,
    });
    expect(receipt?.trail.map(({ title }) => title)).toContain('Click on Thank-you card');
  });

  it('by the click in the landing page and by its exact tags, under the version that was clicked', async () => {
    const { link, version } = await makeTrackingLink(shop);
    const { page } = await follow(link.slug);
    await changeTrackingLink(shop, link.id, { destination: 'https://shop.test/mug' }, new Date());
    const byPage = await makeOrder(shop, { landingSite: page, processedAt: soon() });
    await makeJourney(shop, byPage.id, 'absent');
    expect(await credits(byPage.id)).toEqual([[version.id, 'landing_tags', 5_000n]]);

    const tagged = page.replace(/&st_click=[^#]*/, '');
    const byTags = await makeOrder(shop, { landingSite: tagged, processedAt: soon() });
    await makeJourney(shop, byTags.id, 'absent');
    expect(await credits(byTags.id)).toEqual([[version.id, 'landing_tags', 5_000n]]);
  });

  it('and none for a customer who is known alone: who clicks a link is nobody’s business', async () => {
    const sent = await makeSentMessage(shop);
    await makeClick(shop, sent, before({ hours: 2 }));
    const { link } = await makeTrackingLink(shop, {}, before({ days: 2 }));
    await follow(link.slug);
    const order = await makeOrder(shop, { customerId: sent.customerId });
    await makeJourney(shop, order.id, 'absent');
    expect(await credits(order.id)).toEqual([[sent.version.id, 'contact_click', 5_000n]]);
  });
});
