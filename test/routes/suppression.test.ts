import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addressHash } from '~/contacts/address-hash.server';
import { saveContacts } from '~/contacts/contact-store.server';
import { db } from '~/db.server';
import { suppressAddresses } from '~/messaging/suppression-store.server';
import { forgetCustomer } from '~/jobs/forget-customer';
import { loader as settings } from '~/routes/app.settings/route';
import { action, loader } from '~/routes/app.settings_.suppression/route';
import { member, NOW } from '#test/support/campaign-factory.ts';
import { type Merchant, openMerchant } from '#test/support/merchant.ts';
import { makeShop } from '#test/support/shop-factory.ts';

let merchant: Merchant;
beforeAll(async () => {
  merchant = await openMerchant();
});
afterAll(() => merchant.leave());
beforeEach(() => db.suppression.deleteMany({}));

const open = async (query = '') => {
  const path = `/app/settings/suppression${query}`;
  return loader({ request: merchant.ask(path), params: {}, context: {} });
};
const doing = (form: Record<string, string>) =>
  action({ request: merchant.ask('/app/settings/suppression', form), params: {}, context: {} });
const add = (channel: string, addresses: string) => doing({ intent: 'add', channel, addresses });
const hashOf = (channel: string, address: string) => addressHash(merchant.shop.id, channel, address);

describe('the suppression list', () => {
  it('takes pasted addresses, each once, and says which lines it did not understand', async () => {
    expect(await add('email', 'ada@mail.test\nADA@mail.test\nno address')).toEqual({
      said: '1 address added',
      notUnderstood: 'Line 3 was left out: it holds no address for this channel.',
    });
    expect(await add('email', 'ada@mail.test, bea@mail.test')).toEqual({
      said: '1 address added, 1 address stood there already',
    });
    expect((await add('sms', 'ada@mail.test')).errors?.['addresses']).toMatch(/^No phone number was found/);
    expect((await add('pigeon', 'x')).errors).toEqual({ channel: 'Choose a channel.' });
    const all = await settings({ request: merchant.ask('/app/settings'), params: {}, context: {} });
    expect(all.suppressed).toBe(2);
  });

  it('keeps no address, shows those of contacts, and finds the others by what is searched for', async () => {
    const ada = member(31_001);
    await saveContacts(merchant.shop.id, [ada], NOW);
    await add('email', `${ada.email}\nstranger@mail.test`);
    await add('voice', `${ada.phone}`);
    const { rows, total } = await open();
    expect(total).toBe(3);
    expect(rows.map(({ address, name, channel, reason }) => [address, name, channel, reason])).toEqual(
      expect.arrayContaining([
        [ada.email, 'Ada 31001 Byron', 'Email', 'Added by you'],
        [ada.phone, 'Ada 31001 Byron', 'Voice', 'Added by you'],
        [expect.stringMatching(/^Not a contact now/), '', 'Email', 'Added by you'],
      ]),
    );
    expect(JSON.stringify(await db.suppression.findMany())).not.toContain('stranger');
    expect((await open('?search=Stranger@mail.test')).rows).toHaveLength(1);
    expect((await open(`?search=${encodeURIComponent(String(ada.phone))}`)).rows).toMatchObject([
      { channel: 'Voice' },
    ]);
    expect((await open('?search=stranger')).rows).toEqual([]);
    expect((await open('?tab=voice')).total).toBe(1);
  });

  it('gives back what is chosen, on that channel and in that shop alone', async () => {
    const other = await makeShop();
    const hash = hashOf('sms', '+4915112345678');
    await suppressAddresses(other.id, 'sms', [hash], 'manual', NOW);
    await add('sms', '+4915112345678');
    await add('whatsapp', '+4915112345678');
    expect(await doing({ intent: 'remove', ids: `sms:${hash}` })).toEqual({ said: '1 address removed' });
    expect((await open()).rows).toMatchObject([{ channel: 'WhatsApp' }]);
    expect(await db.suppression.count({ where: { shopId: other.id } })).toBe(1);
    expect(await doing({ intent: 'remove', ids: "'; --" })).toEqual({
      said: 'This is not something that can be done here.',
    });
  });

  it('keeps the first reason, but for a complaint', async () => {
    const hash = hashOf('email', 'ada@mail.test');
    const put = (reason: 'manual' | 'hard_bounce' | 'complaint') =>
      suppressAddresses(merchant.shop.id, 'email', [hash], reason, NOW);
    expect([await put('hard_bounce'), await put('manual')]).toEqual([1, 0]);
    expect((await open()).rows[0]?.reason).toBe('The address takes no mail');
    expect([await put('complaint'), await put('hard_bounce')]).toEqual([0, 0]);
    expect((await open()).rows[0]?.reason).toBe('Reported as spam');
  });

  it('forgets a customer with everything else of theirs', async () => {
    const ada = member(31_002);
    await saveContacts(merchant.shop.id, [ada], NOW);
    await add('email', `${ada.email}\nstranger@mail.test`);
    await add('sms', `${ada.phone}`);
    await forgetCustomer(
      merchant.shop.id,
      { customerId: ada.shopifyId, orderIds: [], email: ada.email },
      NOW,
      NOW,
    );
    expect((await open()).total).toBe(1);
  });
});
