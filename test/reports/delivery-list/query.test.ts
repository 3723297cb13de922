import { describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import { changePreferences } from '~/messaging/change-preferences.server';
import { unsubscribe } from '~/messaging/unsubscribe.server';
import { interpretUnsubscribed } from '~/reports/delivery-list/interpret';
import { allUnsubscribed, deliveryList } from '~/reports/delivery-list/query.server';
import { member, NOW } from '#test/support/campaign-factory';
import { deliveryCounts, startCampaign } from '#test/support/delivery-factory';
import { makeShop } from '#test/support/shop-factory';

describe('the deliveries of a campaign', () => {
  it('are listed with the people they are for, by state or by who unsubscribed', async () => {
    const shop = await makeShop();
    const { campaignId, deliveries } = await startCampaign(shop, [member(1), member(2, 'invalid')]);
    expect(await deliveryList(shop, campaignId, { state: 'skipped', page: 1 })).toMatchObject({
      total: 1,
      rows: [{ state: 'skipped', reason: 'no_consent', email: 'ada.2@mail.test', name: 'Ada 2 Byron' }],
    });
    expect(await deliveryList(shop, campaignId, { page: 1 })).toMatchObject({ total: 2 });
    await unsubscribe(shop.id, deliveries[0]?.id ?? 0n, NOW);
    expect(await deliveryList(shop, campaignId, { unsubscribed: true, page: 1 })).toMatchObject({
      total: 1,
      rows: [{ name: 'Ada 1 Byron', unsubscribedAt: NOW }],
    });
    expect(await deliveryCounts(shop.id, campaignId)).toMatchObject({
      unsubscribed: 1,
      queued: 1,
      skipped: 1,
    });
  });

  it('are those of this campaign and shop alone', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    const first = await startCampaign(shop, [member(1), member(2)]);
    const second = await startCampaign(shop, [member(1)]);
    expect(await deliveryCounts(shop.id, first.campaignId)).toMatchObject({ queued: 2 });
    expect(await deliveryCounts(shop.id, second.campaignId)).toMatchObject({ queued: 1 });
    expect(await deliveryCounts(other.id, first.campaignId)).toMatchObject({ queued: 0 });
    expect(await deliveryList(other, first.campaignId, { page: 1 })).toEqual({ total: 0, rows: [] });
  });
});

describe('those who unsubscribed through a campaign', () => {
  it('are told with when and how, without their address, and whether they agreed again', async () => {
    const shop = await makeShop();
    const { campaignId, deliveries } = await startCampaign(shop, [member(1), member(2), member(3)]);
    const [first, second, third] = deliveries;
    if (!first || !second || !third) throw new Error('three were to get it');
    await unsubscribe(shop.id, first.id, NOW);
    const visit = { at: NOW, withdrawn: [] };
    const after = await changePreferences(shop.id, second.id, { email: false }, visit, NOW);
    await changePreferences(shop.id, second.id, { email: true }, after ?? visit, NOW);
    await unsubscribe(shop.id, third.id, NOW);
    await db.contact.update({
      where: { shopId_id: { shopId: shop.id, id: third.contactId } },
      data: { redactedAt: NOW, email: null, firstName: null, lastName: null },
    });

    const { rows } = await deliveryList(shop, campaignId, { unsubscribed: true, page: 1 });
    const shown = rows.map((row) => interpretUnsubscribed(row, shop.timeZone));
    expect(shown).toMatchObject([
      { person: 'Ada 1 Byron', atIso: NOW.toISOString(), how: 'Unsubscribe link', again: false },
      { person: 'Ada 2 Byron', how: 'Choices behind the link', again: true },
      { person: 'Erased contact', customerId: null, how: 'Unsubscribe link', again: false },
    ]);
    expect(JSON.stringify(shown)).not.toContain('mail.test');
    const all = [];
    for await (const row of allUnsubscribed(shop, campaignId)) all.push(row);
    expect(all).toEqual(shown);
  });

  it('have no way noted where it was not yet', () => {
    const data = {
      ...{ id: 1n, state: 'sent', reason: null, variant: 'A', unsubscribedAt: NOW, unsubscribedHow: null },
      ...{ customerId: 7n, email: null, name: '', consentNow: 'unsubscribed' },
    };
    expect(interpretUnsubscribed(data, 'UTC')).toMatchObject({ how: 'Not noted', person: 'Customer 7' });
  });
});
