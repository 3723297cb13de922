import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { restoreConsent, saveContacts, withdrawConsent } from '~/contacts/contact-store.server';
import { db, type Shop } from '~/db.server';
import { writeConsent } from '~/jobs/write-consent';
import { NOW } from '#test/support/campaign-factory';
import { type LocalPlatform, startLocalPlatform } from '#test/support/local-platform.ts';
import { makeShop } from '#test/support/shop-factory';

let platform: LocalPlatform;
let shop: Shop;
beforeAll(async () => {
  platform = await startLocalPlatform();
  await platform.signIn();
  shop = await makeShop({ domain: platform.state.shop.domain });
});
beforeEach(() => {
  platform.asked.length = 0;
});
afterAll(() => platform.stop());

const WITHDRAWN = { channel: 'email' as const, consent: 'unsubscribed' as const };

/** A subscribed customer of the shop, as a contact. */
async function subscriber(index: number) {
  const customer = platform.state.customers.filter((each) => each.emailMarketing.state === 'SUBSCRIBED')[
    index
  ];
  if (!customer) throw new Error('no such subscriber');
  const fact = {
    shopifyId: customer.id,
    firstName: customer.firstName,
    lastName: customer.lastName,
    email: customer.email,
    emailConsent: 'subscribed' as const,
    emailConsentAt: null,
    phone: customer.phone,
    smsConsent: 'subscribed' as const,
    smsConsentAt: null,
    whatsappConsent: 'subscribed' as const,
    whatsappConsentAt: null,
  };
  const contact = (await saveContacts(shop.id, [fact], NOW)).get(customer.id);
  if (!contact) throw new Error('not saved');
  const tell = (
    consent: 'subscribed' | 'unsubscribed' = 'unsubscribed',
    channel: 'email' | 'sms' = 'email',
  ) => writeConsent({ shopId: shop.id, contactId: contact.id.toString(), channel, consent });
  return { customer, contact, fact, tell };
}

describe('a withdrawn consent', () => {
  it('is told to Shopify, with its time', async () => {
    const { customer, contact, tell } = await subscriber(0);
    await withdrawConsent(shop.id, contact.id, 'email', NOW);
    await tell();
    expect(customer.emailMarketing).toMatchObject({ state: 'UNSUBSCRIBED', updatedAt: NOW });
  });

  it('and given back is told too, as what stands by then', async () => {
    const { customer, contact, tell } = await subscriber(0);
    await withdrawConsent(shop.id, contact.id, 'sms', NOW);
    await restoreConsent(shop.id, contact.id, 'sms', new Date(NOW.getTime() + 1_000));
    await tell('unsubscribed', 'sms');
    expect(platform.asked).toEqual([]);
    await tell('subscribed', 'sms');
    expect(customer.smsMarketing).toMatchObject({
      state: 'SUBSCRIBED',
      updatedAt: new Date(NOW.getTime() + 1_000),
    });
  });

  it('is not told where consent was given anew', async () => {
    const { contact, fact, tell } = await subscriber(1);
    await withdrawConsent(shop.id, contact.id, 'email', NOW);
    await saveContacts(shop.id, [{ ...fact, emailConsentAt: new Date(NOW.getTime() + 1) }], NOW);
    await tell();
    expect(platform.asked).toEqual([]);
  });

  it('of a customer whom Shopify does not know any more ends the matter', async () => {
    const { fact } = await subscriber(1);
    const gone = (await saveContacts(shop.id, [{ ...fact, shopifyId: 999_999n }], NOW)).get(999_999n);
    await withdrawConsent(shop.id, gone?.id ?? 0n, 'email', NOW);
    await writeConsent({ shopId: shop.id, contactId: String(gone?.id), ...WITHDRAWN });
    expect(platform.asked).toHaveLength(1);
  });

  it('is not told once the app was uninstalled, nor of a shop that was erased', async () => {
    const { contact, tell } = await subscriber(1);
    await withdrawConsent(shop.id, contact.id, 'email', NOW);
    await db.shop.update({ where: { id: shop.id }, data: { uninstalledAt: NOW } });
    await tell();
    await writeConsent({ shopId: 1_000_000, contactId: contact.id.toString(), ...WITHDRAWN });
    expect(platform.asked).toEqual([]);
  });
});
