import { describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import { noteActivity } from '~/shopify/shop-activity-store.server';
import { makeShop } from '#test/support/shop-factory.ts';

const at = (time: string) => new Date(`2026-11-20T${time}Z`);

describe('a sign of life', () => {
  it('is written at most once a minute per shop and kind, and never goes back', async () => {
    const shop = await makeShop({ lastPixelAt: at('09:00:00') });
    const stamps = async () => {
      const { lastWebhookAt, lastPixelAt } = await db.shop.findUniqueOrThrow({ where: { id: shop.id } });
      return [lastWebhookAt, lastPixelAt];
    };
    await noteActivity(shop.id, 'webhook', at('08:00:00'));
    await noteActivity(shop.id, 'webhook', at('08:00:59'));
    await noteActivity(shop.id, 'pixel', at('08:00:59'));
    expect(await stamps()).toEqual([at('08:00:00'), at('09:00:00')]);
    await noteActivity(shop.id, 'webhook', at('08:01:00'));
    expect(await stamps()).toEqual([at('08:01:00'), at('09:00:00')]);
  });
});
