import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import { addRecipient } from '~/reports/digest/digest-store.server';
import { action, loader } from '~/routes/app.settings_.digest/route';
import { type Merchant, openMerchant } from '#test/support/merchant.ts';
import { makeShop } from '#test/support/shop-factory.ts';

let merchant: Merchant;
beforeAll(async () => {
  merchant = await openMerchant();
});
afterAll(() => merchant.leave());

const PATH = '/app/settings/digest';
const open = () => loader({ request: merchant.ask(PATH), params: {}, context: {} });
const doing = (form: Record<string, string>) =>
  action({ request: merchant.ask(PATH, form), params: {}, context: {} });

describe('the settings of the digest', () => {
  it('begin with it off, with what it would say', async () => {
    const { schedule, preview, recipients } = await open();
    expect(schedule.cadence).toBe('off');
    expect(recipients).toEqual([]);
    expect(preview.sentences).toMatchObject([{ text: 'No orders were placed.' }]);
  });

  it('say when it goes out, and take nothing that is no such time', async () => {
    const weekly = { intent: 'save', cadence: 'weekly', weekday: '5', hour: '17' };
    expect(await doing(weekly)).toEqual({ said: 'Digest saved' });
    expect((await open()).schedule).toEqual({ cadence: 'weekly', weekday: 5, hour: 17 });
    for (const wrong of [{ weekday: '8' }, { hour: '24' }, { cadence: 'hourly' }])
      expect(Object.keys((await doing({ ...weekly, ...wrong })).errors ?? {})).toEqual(Object.keys(wrong));
    expect(await doing({ ...weekly, cadence: 'off' })).toEqual({ said: 'Digest turned off' });
    expect(await db.digest.findMany()).toMatchObject([{ cadence: 'off', nextAt: null }]);
  });

  it('add the shop’s own address at once, and remove nobody of another shop', async () => {
    const own = (await open()).own;
    expect(await doing({ intent: 'add', address: own })).toEqual({ said: 'Address added' });
    expect((await open()).recipients).toMatchObject([{ address: own.toLowerCase(), confirmed: true }]);
    expect((await doing({ intent: 'add', address: 'a, b' })).errors).toEqual({
      address: 'Enter one e-mail address.',
    });
    const other = await makeShop();
    const theirs = await addRecipient(other, 'ada@mail.test', new Date());
    await doing({ intent: 'remove', id: String(theirs.ok && theirs.value.id) });
    expect(await db.digestRecipient.count({ where: { shopId: other.id } })).toBe(1);
    await doing({ intent: 'remove', id: (await open()).recipients[0]?.id ?? '' });
    expect((await open()).recipients).toEqual([]);
  });
});
