import { afterAll, beforeAll, expect, it } from 'vitest';
import { loader as settings } from '~/routes/app.settings/route';
import { action, loader } from '~/routes/app.settings_.shopify/route';
import { noteOrdersFailure } from '~/shopify/sharing-store.server';
import { type Merchant, openMerchant } from '#test/support/merchant.ts';

let merchant: Merchant;
beforeAll(async () => {
  merchant = await openMerchant();
});
afterAll(() => merchant.leave());

const PATH = '/app/settings/shopify';
const orders = async () =>
  (await loader({ request: merchant.ask(PATH), params: {}, context: {} })).items.find(
    ({ what }) => what === 'orders',
  );
const answer = (on: string, what = 'orders') =>
  action({ request: merchant.ask(PATH, { what, on }), params: {}, context: {} });

it('Shopify is told nothing until the merchant gives access and turns it on', async () => {
  expect(await orders()).toMatchObject({ on: false, missingScope: 'write_orders', problem: undefined });
  expect(await answer('yes')).toEqual({
    refusal: 'Shopify has not given Sales Trail the access that this needs.',
  });
  expect((await orders())?.on).toBe(false);

  const { state } = merchant.platform;
  state.changeScopes([...(state.grantedScopes ?? []), 'write_orders']);
  expect(await answer('yes')).toEqual({ said: 'Turned on' });
  expect(await orders()).toMatchObject({ on: true, missingScope: undefined });
  const all = await settings({ request: merchant.ask('/app/settings'), params: {}, context: {} });
  expect(all.told).toBe(1);

  await noteOrdersFailure(merchant.shop.id, 'access_denied');
  expect((await orders())?.problem).toMatch(/^Shopify does not let Sales Trail write it/);
  expect(await answer('no')).toEqual({ said: 'Turned off' });
  expect(await orders()).toMatchObject({ on: false, problem: undefined });
});

it('what cannot be told is not turned on either', async () => {
  expect(await answer('yes', 'customers')).toEqual({
    refusal: 'This is not something that can be done here.',
  });
});
