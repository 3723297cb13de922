import { describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import { intake } from '~/intake/app';
import { unsubscribeToken } from '~/tracking/link-token.server';
import { makeDelivery } from '#test/support/intake-factory.ts';
import { makeShop } from '#test/support/shop-factory.ts';

async function subscriber(name = 'Café Größe') {
  const shop = await makeShop({ name });
  const { contactId, deliveryId } = await makeDelivery(shop);
  const contact = () =>
    db.contact.findUniqueOrThrow({ where: { shopId_id: { shopId: shop.id, id: contactId } } });
  const delivery = () =>
    db.delivery.findUniqueOrThrow({ where: { shopId_id: { shopId: shop.id, id: deliveryId } } });
  return { contact, delivery, path: `/u/${unsubscribeToken(shop.id, deliveryId)}`, shop, deliveryId };
}

const post = (path: string, body: string) =>
  intake.request(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body,
  });

describe('the unsubscribe page', () => {
  it('asks with one button that posts, and looking at it changes nothing', async () => {
    const { contact, delivery, path } = await subscriber();
    const before = [await contact(), await delivery()];
    for (const method of ['GET', 'HEAD']) {
      const response = await intake.request(path, { method });
      expect(response.status).toBe(200);
      expect(response.headers.get('Cache-Control')).toBe('no-store');
      expect(response.headers.get('X-Robots-Tag')).toContain('noindex');
      if (method === 'HEAD') continue;
      const page = await response.text();
      expect(page).toContain('Café Größe');
      expect(page).toContain('<html lang="en">');
      expect(page.match(/<form method="post">/g)).toHaveLength(1);
      expect(page.match(/<button/g)).toHaveLength(1);
    }
    expect([await contact(), await delivery()]).toEqual(before);
  });

  it('shows the shop’s name as text', async () => {
    const { path } = await subscriber('<script>alert(1)</script>');
    const page = await (await intake.request(path)).text();
    expect(page).not.toContain('<script>');
    expect(page).toContain('&lt;script&gt;');
  });
});

describe('unsubscribing', () => {
  it.each([
    ['by a mail program’s one click', 'List-Unsubscribe=One-Click'],
    ['by the page’s button', 'List-Unsubscribe=One-Click'],
    ['by a mail program that sends no body', ''],
  ])('%s withdraws the consent and says so', async (_, body) => {
    const { contact, delivery, path } = await subscriber();
    const response = await post(path, body);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('You are unsubscribed');
    expect((await contact()).emailConsent).toBe('unsubscribed');
    expect((await delivery()).unsubscribedAt).not.toBeNull();
  });

  it('again is as good as once', async () => {
    const { path } = await subscriber();
    expect((await post(path, '')).status).toBe(200);
    expect((await post(path, '')).status).toBe(200);
  });
});

describe('an unsubscribe token that we did not make', () => {
  it('is a plain 404 whichever character was altered, and unsubscribes nobody', async () => {
    const { contact, path } = await subscriber();
    for (let index = 3; index < path.length; index += 1) {
      const altered = path.slice(0, index) + (path[index] === 'A' ? 'B' : 'A') + path.slice(index + 1);
      const response = await post(altered, 'List-Unsubscribe=One-Click');
      expect([response.status, response.headers.get('Content-Type')]).toEqual([
        404,
        'text/plain; charset=UTF-8',
      ]);
      expect((await intake.request(altered)).status).toBe(404);
    }
    expect((await contact()).emailConsent).toBe('subscribed');
  });

  it('or one of a delivery that is gone, is a 404', async () => {
    const { shop, deliveryId } = await subscriber();
    expect((await post(`/u/${unsubscribeToken(shop.id, deliveryId + 999n)}`, '')).status).toBe(404);
    expect((await intake.request(`/u/${unsubscribeToken(999_999, 1n)}`)).status).toBe(404);
  });
});
