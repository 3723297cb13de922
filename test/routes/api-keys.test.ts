import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { api } from '~/api/app';
import { createApiKey } from '~/api-keys/api-key-store.server';
import { db } from '~/db.server';
import { action, loader } from '~/routes/app.settings_.api-keys/route';
import { type Merchant, openMerchant } from '#test/support/merchant.ts';
import { makeShop } from '#test/support/shop-factory.ts';

let merchant: Merchant;
beforeAll(async () => {
  merchant = await openMerchant();
});
afterAll(() => merchant.leave());
beforeEach(() => db.apiKey.deleteMany({}));

const open = () => loader({ request: merchant.ask('/app/settings/api-keys'), params: {}, context: {} });
const doing = (form: Record<string, string>) =>
  action({ request: merchant.ask('/app/settings/api-keys', form), params: {}, context: {} });
const statusOf = async (key = '') =>
  (await api.request('/orders', { headers: { Authorization: `Bearer ${key}` } })).status;

describe('the keys of a shop', () => {
  it('are made with a name and scopes, shown once, listed without the key, and revoked', async () => {
    const { made } = await doing({ name: ' Warehouse ', scopes: 'orders,reports', expiry: '30' });
    expect(made?.name).toBe('Warehouse');
    expect(await statusOf(made?.key)).toBe(200);
    const { keys } = await open();
    expect(keys).toMatchObject([
      {
        name: 'Warehouse',
        scopes: 'Orders, their receipts and credits; Reports',
        valid: expect.stringMatching(/^Until \d/) as string,
        used: expect.not.stringMatching('Never') as string,
      },
    ]);
    expect(JSON.stringify(await open())).not.toContain(made?.key.split('_')[3]);
    expect(await doing({ intent: 'revoke', id: keys[0]?.id ?? '' })).toEqual({ said: 'Key revoked' });
    expect(await statusOf(made?.key)).toBe(401);
    expect((await open()).keys).toEqual([]);
  });

  it('are not made without a name, a scope or a time that is offered', async () => {
    const { errors } = await doing({ name: ' ', scopes: '', expiry: '7' });
    expect(errors).toEqual({
      name: 'Name the key after what uses it.',
      scopes: 'Choose at least one.',
      expiry: 'Choose how long.',
    });
    expect((await doing({ name: 'A', scopes: 'orders,passwords', expiry: 'never' })).errors).toHaveProperty(
      'scopes',
    );
    expect(await db.apiKey.count()).toBe(0);
  });

  it('of another shop are neither seen nor revoked', async () => {
    const other = await makeShop();
    const key = await createApiKey(
      other.id,
      { name: 'Theirs', scopes: ['orders'], expiresAt: null },
      new Date(),
    );
    expect((await open()).keys).toEqual([]);
    const { id } = await db.apiKey.findFirstOrThrow({ where: { shopId: other.id } });
    await doing({ intent: 'revoke', id: String(id) });
    expect(await statusOf(key)).toBe(200);
  });
});
