import { describe, expect, it } from 'vitest';
import { saveContacts } from '~/contacts/contact-store.server';
import { db, pool } from '~/db.server';
import { changePreferences } from '~/messaging/change-preferences.server';
import { unsubscribe } from '~/messaging/unsubscribe.server';
import { campaignReport } from '~/reports/campaign/query.server';
import { cancelJob } from '~/queue/enqueue.server';
import { member, NOW } from '#test/support/campaign-factory';
import { deliveriesOf, startCampaign } from '#test/support/delivery-factory';
import { makeShop } from '#test/support/shop-factory';

const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

const consentJobs = async (shop: number) =>
  (
    await pool.query<{ payload: unknown }>(
      `SELECT payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE t.identifier = 'write-consent' AND (payload->>'shopId')::int = $1`,
      [shop],
    )
  ).rows.map((row) => row.payload);

async function delivered() {
  const shop = await makeShop();
  const { campaignId, deliveries } = await startCampaign(shop, [member(1)]);
  const [delivery] = deliveries;
  if (!delivery) throw new Error('no delivery');
  const contact = () => db.contact.findFirstOrThrow({ where: { shopId: shop.id } });
  return { shop, campaignId, delivery, contact };
}

describe('unsubscribing', () => {
  it('withdraws consent, notes through which delivery, and has Shopify told', async () => {
    const { shop, campaignId, delivery, contact } = await delivered();
    expect(await unsubscribe(shop.id, delivery.id, later(5))).toEqual({ ok: true, value: undefined });
    expect(await contact()).toMatchObject({ emailConsent: 'unsubscribed', emailConsentAt: later(5) });
    expect(await deliveriesOf(shop, campaignId)).toMatchObject([{ unsubscribedAt: later(5) }]);
    expect(await consentJobs(shop.id)).toEqual([
      {
        shopId: shop.id,
        contactId: delivery.contactId.toString(),
        channel: 'email',
        consent: 'unsubscribed',
      },
    ]);
  });

  it('again changes nothing', async () => {
    const { shop, campaignId, delivery, contact } = await delivered();
    await unsubscribe(shop.id, delivery.id, later(5));
    await cancelJob(db, `consent:${shop.id}:${delivery.contactId}:email`);
    expect(await unsubscribe(shop.id, delivery.id, later(6))).toMatchObject({ ok: true });
    expect(await contact()).toMatchObject({ emailConsentAt: later(5) });
    expect(await deliveriesOf(shop, campaignId)).toMatchObject([{ unsubscribedAt: later(5) }]);
    expect(await consentJobs(shop.id)).toEqual([]);
  });

  it('by several clicks at once is one withdrawal', async () => {
    const { shop, delivery } = await delivered();
    await Promise.all(Array.from({ length: 5 }, () => unsubscribe(shop.id, delivery.id, later(5))));
    expect(await consentJobs(shop.id)).toHaveLength(1);
  });

  it('through an old mail withdraws a consent that was given since', async () => {
    const { shop, delivery, contact } = await delivered();
    await unsubscribe(shop.id, delivery.id, later(5));
    await saveContacts(shop.id, [{ ...member(1), emailConsentAt: later(10) }], later(10));
    await unsubscribe(shop.id, delivery.id, later(15));
    expect(await contact()).toMatchObject({ emailConsent: 'unsubscribed', emailConsentAt: later(15) });
  });

  it('stays in the number of its message where the consent is given back', async () => {
    const { shop, campaignId, delivery, contact } = await delivered();
    const visit = { at: later(4), withdrawn: [] };
    const after = await changePreferences(shop.id, delivery.id, { email: false }, visit, later(5));
    await changePreferences(shop.id, delivery.id, { email: true }, after ?? visit, later(6));
    expect(await contact()).toMatchObject({ emailConsent: 'subscribed' });
    expect(await deliveriesOf(shop, campaignId)).toMatchObject([{ unsubscribedAt: later(5) }]);
    expect((await campaignReport(shop, campaignId, later(7)))?.unsubscribed.value).toBe('1');
  });

  it('from what is not there is refused', async () => {
    const { shop, delivery } = await delivered();
    expect(await unsubscribe(shop.id, delivery.id + 1_000n, NOW)).toEqual({ ok: false, reason: 'not_found' });
    expect(await unsubscribe(shop.id + 1_000, delivery.id, NOW)).toEqual({ ok: false, reason: 'not_found' });
  });
});
