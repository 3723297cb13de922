import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONSENT_CHANNELS, type Consent, type ContactFacts, phoneNumberOf } from '~/contacts/contact';
import {
  closeDataRequest,
  contactsByPhone,
  noteConsent,
  recordPrivacyRequest,
  redactContact,
  restoreConsent,
  saveContacts,
  withdrawConsent,
} from '~/contacts/contact-store.server';
import { db } from '~/db.server';
import { member } from '#test/support/campaign-factory';
import { makeShop } from '#test/support/shop-factory';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 9, minute));

const saveOne = async (shop: number, fact: ContactFacts, now = at(0)) => {
  const contact = (await saveContacts(shop, [fact], now)).get(fact.shopifyId);
  if (!contact) throw new Error('not saved');
  return contact;
};

describe('a mirrored contact', () => {
  it('takes over what Shopify says, and later changes of it', async () => {
    const shop = await makeShop();
    const first = await saveOne(shop.id, { ...member(1), email: '  Ada.1@Mail.test ' });
    expect(first).toMatchObject({
      firstName: 'Ada 1',
      email: 'Ada.1@Mail.test',
      emailConsent: 'subscribed',
    });
    const second = await saveOne(shop.id, { ...member(1), firstName: null, lastName: 'King' });
    expect(second).toMatchObject({
      id: first.id,
      firstName: null,
      lastName: 'King',
      email: 'ada.1@mail.test',
    });
    expect(second.emailHash).toBe(first.emailHash);
    expect(second).toEqual(await db.contact.findFirst({ where: { shopId: shop.id } }));
  });

  it('has another hash in another shop, and none without an address', async () => {
    const [one, other] = [await makeShop(), await makeShop()];
    const here = await saveOne(one.id, member(1));
    const there = await saveOne(other.id, member(1));
    expect(here.emailHash).toBeTruthy();
    expect(here.emailHash).not.toBe(there.emailHash);
    expect((await saveOne(one.id, { ...member(2), email: ' ' })).emailHash).toBeNull();
  });

  it('is one row, however often a page names it', async () => {
    const shop = await makeShop();
    const saved = await saveContacts(shop.id, [member(2), member(1), member(2)], at(0));
    expect([...saved.keys()].sort()).toEqual([member(1).shopifyId, member(2).shopifyId]);
    const stored = await db.contact.findMany({ where: { shopId: shop.id } });
    expect(stored).toHaveLength(2);
    for (const contact of stored) expect(saved.get(contact.shopifyId)).toEqual(contact);
  });
});

describe('consent', () => {
  it('that was withdrawn here is not brought back by what Shopify knew before', async () => {
    const shop = await makeShop();
    const { id } = await saveOne(shop.id, member(1));
    expect(await withdrawConsent(shop.id, id, 'email', at(10))).toBe(true);
    for (const emailConsentAt of [at(9), at(10), null]) {
      const kept = await saveOne(shop.id, { ...member(1), emailConsentAt }, at(20));
      expect(kept).toMatchObject({ emailConsent: 'unsubscribed', emailConsentAt: at(10) });
    }
  });

  it('that was given after the withdrawal counts again', async () => {
    const shop = await makeShop();
    const { id } = await saveOne(shop.id, member(1));
    await withdrawConsent(shop.id, id, 'email', at(10));
    const renewed = await saveOne(shop.id, { ...member(1), emailConsentAt: at(11) }, at(20));
    expect(renewed).toMatchObject({ emailConsent: 'subscribed', emailConsentAt: at(11) });
  });

  it('is withdrawn once', async () => {
    const shop = await makeShop();
    const { id } = await saveOne(shop.id, member(1));
    expect(await withdrawConsent(shop.id, id, 'email', at(10))).toBe(true);
    expect(await withdrawConsent(shop.id, id, 'email', at(11))).toBe(false);
    expect((await db.contact.findFirstOrThrow({ where: { shopId: shop.id } })).emailConsentAt).toEqual(
      at(10),
    );
  });

  it('ends the same in whatever order dated facts arrive, and ties go against sending', async () => {
    const shop = await makeShop();
    let number = 100;
    const word = fc.record({
      consent: fc.constantFrom<Consent>('subscribed', 'unsubscribed'),
      at: fc.integer({ min: 0, max: 4 }).map(at),
      noticed: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...CONSENT_CHANNELS),
        fc.array(word, { minLength: 1, maxLength: 5 }),
        async (channel, words) => {
          const newest = Math.max(...words.map((each) => each.at.getTime()));
          const last = words.filter((each) => each.at.getTime() === newest);
          const expected = last.some((each) => each.consent === 'unsubscribed')
            ? 'unsubscribed'
            : 'subscribed';
          for (const order of [words, words.toReversed()]) {
            const person = member((number += 1), 'not_subscribed');
            const [consent, since] = [`${channel}Consent`, `${channel}ConsentAt`] as const;
            const { id } = await saveOne(shop.id, { ...person, [since]: null });
            for (const each of order)
              if (each.noticed) await noteConsent(shop.id, person.shopifyId, channel, each, at(20));
              else await saveOne(shop.id, { ...person, [consent]: each.consent, [since]: each.at });
            const contact = await db.contact.findFirstOrThrow({ where: { shopId: shop.id, id } });
            expect(contact[consent]).toBe(expected);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('to one channel says nothing of another', async () => {
    const shop = await makeShop();
    const { id, shopifyId } = await saveOne(shop.id, member(1));
    await withdrawConsent(shop.id, id, 'sms', at(10));
    await noteConsent(shop.id, shopifyId, 'whatsapp', { consent: 'pending', at: at(11) }, at(12));
    expect(await db.contact.findFirstOrThrow({ where: { shopId: shop.id } })).toMatchObject({
      emailConsent: 'subscribed',
      smsConsent: 'unsubscribed',
      smsConsentAt: at(10),
      whatsappConsent: 'pending',
      whatsappConsentAt: at(11),
    });
  });

  it('is given back only where it was withdrawn', async () => {
    const shop = await makeShop();
    const { id } = await saveOne(shop.id, member(1, 'not_subscribed'));
    expect(await restoreConsent(shop.id, id, 'sms', at(10))).toBe(false);
    await withdrawConsent(shop.id, id, 'sms', at(11));
    expect(await restoreConsent(shop.id, id, 'sms', at(12))).toBe(true);
    expect(await db.contact.findFirstOrThrow({ where: { shopId: shop.id } })).toMatchObject({
      smsConsent: 'subscribed',
      smsConsentAt: at(12),
    });
  });

  it('of somebody who is no contact is not noted', async () => {
    const shop = await makeShop();
    const said = { consent: 'subscribed' as const, at: at(1) };
    expect(await noteConsent(shop.id, 5n, 'sms', said, at(2))).toBe(false);
    await redactContact(shop.id, 6n, at(2), db);
    expect(await noteConsent(shop.id, 6n, 'sms', { ...said, at: at(3) }, at(3))).toBe(false);
    expect(await db.contact.count({ where: { shopId: shop.id, smsConsent: 'subscribed' } })).toBe(0);
  });
});

describe('a phone number', () => {
  it.each([
    ['+49 (171) 392-0001', '+491713920001'],
    ['+1\u2011202\u2011555\u20110123', '+12025550123'],
    ['0171 3920001', undefined],
    ['+0171 3920001', undefined],
    ['+49171', undefined],
    ['+491713920001234567', undefined],
    ['call me', undefined],
  ])('"%s" is %s in E.164', (written, number) => {
    expect(phoneNumberOf(written)).toBe(number);
  });

  it('finds everybody who has it, in their own shop', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    const phone = '+491713920001';
    for (const number of [1, 2]) await saveOne(shop.id, { ...member(number), phone });
    await saveOne(shop.id, member(3));
    await saveOne(other.id, { ...member(1), phone });
    const found = await contactsByPhone(shop.id, phone);
    expect(found.map(({ shopifyId }) => shopifyId)).toEqual([member(1).shopifyId, member(2).shopifyId]);
  });
});

describe('a redacted contact', () => {
  it('is empty for good', async () => {
    const shop = await makeShop();
    const person = member(1);
    await saveOne(shop.id, person);
    await redactContact(shop.id, person.shopifyId, at(2), db);
    const again = await saveOne(shop.id, { ...person, emailConsentAt: at(3) }, at(3));
    expect(again).toMatchObject({
      firstName: null,
      lastName: null,
      email: null,
      emailHash: null,
      emailConsent: 'redacted',
      phone: null,
      phoneHash: null,
      smsConsent: 'redacted',
      whatsappConsent: 'redacted',
      redactedAt: at(2),
    });
  });

  it('leaves people of the same number in other shops alone', async () => {
    const [one, other] = [await makeShop(), await makeShop()];
    await saveOne(one.id, member(1));
    await saveOne(other.id, member(1));
    await redactContact(one.id, member(1).shopifyId, at(2), db);
    expect(await db.contact.findFirstOrThrow({ where: { shopId: other.id } })).toMatchObject({
      email: 'ada.1@mail.test',
    });
  });

  it('is remembered where nobody knew them, so that no later word brings them in', async () => {
    const shop = await makeShop();
    await redactContact(shop.id, 999n, at(2), db);
    const again = await saveOne(shop.id, { ...member(1), shopifyId: 999n, emailConsentAt: at(3) }, at(3));
    expect(again).toMatchObject({ firstName: null, email: null, emailConsent: 'redacted' });
  });
});

describe('a privacy request', () => {
  const request = {
    kind: 'data_request' as const,
    shopifyCustomerId: 7n,
    orderIds: [],
    receivedAt: at(1),
    doneAt: null,
  };

  it('is noted once, however often it is tried, and stays open until it is answered', async () => {
    const shop = await makeShop();
    await recordPrivacyRequest(shop.id, request);
    await recordPrivacyRequest(shop.id, request);
    await recordPrivacyRequest(shop.id, { ...request, receivedAt: at(2) });
    const [first, second] = await db.privacyRequest.findMany({ where: { shopId: shop.id } });
    expect([first, second]).toMatchObject([{ doneAt: null }, { doneAt: null }]);
    expect(await db.privacyRequest.count({ where: { shopId: shop.id } })).toBe(2);
    expect(await closeDataRequest(shop.id, first?.id ?? 0n, at(3))).toBe(true);
    expect(await closeDataRequest(shop.id, first?.id ?? 0n, at(4))).toBe(false);
    expect(await closeDataRequest((await makeShop()).id, second?.id ?? 0n, at(4))).toBe(false);
    expect(await db.privacyRequest.findMany({ where: { shopId: shop.id, doneAt: at(3) } })).toHaveLength(1);
  });
});
