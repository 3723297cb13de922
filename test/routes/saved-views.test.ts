import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { db } from '~/db.server';
import { saveView } from '~/reports/saved-view-store.server';
import { loader as openChannels } from '~/routes/app.reports.channels';
import { loader as openOverview } from '~/routes/app.reports.sales-overview/route';
import { loader as openUpsells } from '~/routes/app.reports.sales-overview_.upsells';
import { action, loader } from '~/routes/app.saved-views';
import { type Merchant, openMerchant } from '#test/support/merchant.ts';
import { makeShop } from '#test/support/shop-factory.ts';

const CHANNELS = '/app/reports/channels';
const UPSELLS = '/app/reports/sales-overview/upsells';

let merchant: Merchant;
beforeAll(async () => {
  merchant = await openMerchant();
});
afterAll(() => merchant.leave());
beforeEach(() => db.savedView.deleteMany({}));

const at = (path: string, form?: Record<string, string>) => ({
  request: merchant.ask(path, form),
  params: {},
  context: {},
});
const viewsOf = async (page: string) =>
  (await loader(at(`/app/saved-views?page=${encodeURIComponent(page)}`))).views;
const doing = (form: Record<string, string>) => action(at('/app/saved-views', { page: CHANNELS, ...form }));
const save = (name: string, query = 'basis=moved&days=90') => doing({ intent: 'save', name, query });
const idOf = async (name: string) => (await viewsOf(CHANNELS)).find((view) => view.name === name)?.id ?? '';

/** Where a page leads instead of opening; undefined where it opens. */
async function leadsTo(open: Promise<unknown>): Promise<string | undefined> {
  try {
    await open;
    return undefined;
  } catch (answer) {
    const location = answer instanceof Response ? (answer.headers.get('location') ?? '') : '';
    const { pathname, searchParams } = new URL(location, 'http://app.test');
    return `${pathname}?days=${searchParams.get('days')}&basis=${searchParams.get('basis')}`;
  }
}

describe('saved views', () => {
  it('are saved, renamed and deleted, each for its page', async () => {
    expect(await save(' Quarter ')).toEqual({ said: 'View saved' });
    await save('Books');
    expect(await viewsOf(CHANNELS)).toMatchObject([
      { name: 'Books', query: 'basis=moved&days=90', isDefault: false },
      { name: 'Quarter' },
    ]);
    expect(await viewsOf('/app/reports/top-messages')).toEqual([]);
    expect(await doing({ intent: 'rename', id: await idOf('Books'), name: 'Quarter' })).toEqual({
      error: 'A view of this page has this name already.',
    });
    expect(await doing({ intent: 'rename', id: await idOf('Books'), name: 'Ledger' })).toEqual({
      said: 'View renamed',
    });
    await doing({ intent: 'delete', id: await idOf('Quarter') });
    expect((await viewsOf(CHANNELS)).map(({ name }) => name)).toEqual(['Ledger']);
  });

  it('are what a page opens with where one is its default and the address asks for nothing', async () => {
    await save('Quarter');
    await save('Week', 'days=7');
    await doing({ intent: 'default', id: await idOf('Quarter') });
    await doing({ intent: 'default', id: await idOf('Week') });
    await doing({ intent: 'default', id: await idOf('Quarter') });
    expect((await viewsOf(CHANNELS)).filter(({ isDefault }) => isDefault)).toMatchObject([
      { name: 'Quarter' },
    ]);
    const fromAdmin = `${CHANNELS}?embedded=1&host=abc&shop=${merchant.shop.domain}`;
    expect(await leadsTo(openChannels(at(fromAdmin)))).toBe(`${CHANNELS}?days=90&basis=moved`);
    expect(await leadsTo(openChannels(at(`${CHANNELS}?days=7`)))).toBeUndefined();
    expect(await leadsTo(openChannels(at(`${CHANNELS}?view=standard`)))).toBeUndefined();
    expect(await leadsTo(openOverview(at('/app/reports/sales-overview')))).toBeUndefined();
    await doing({ intent: 'default', id: '' });
    expect(await leadsTo(openChannels(at(CHANNELS)))).toBeUndefined();
  });

  it('are of a page of a report too, where it has several', async () => {
    await doing({ intent: 'save', page: UPSELLS, name: 'Week', query: 'days=7&basis=placed' });
    const [view] = await viewsOf(UPSELLS);
    expect(view).toMatchObject({ name: 'Week' });
    expect(await viewsOf('/app/reports/sales-overview')).toEqual([]);
    await doing({ intent: 'default', page: UPSELLS, id: view?.id ?? '' });
    expect(await leadsTo(openUpsells(at(UPSELLS)))).toBe(`${UPSELLS}?days=7&basis=placed`);
    expect(await leadsTo(openOverview(at('/app/reports/sales-overview')))).toBeUndefined();
  });

  it('are not saved without a name, twice under one, or of a page that is no report', async () => {
    expect(await save('  ')).toEqual({ error: 'Name the view.' });
    await save('Quarter');
    expect(await save('Quarter')).toEqual({ error: 'A view of this page has this name already.' });
    expect(await doing({ intent: 'save', page: '/app/settings', name: 'A', query: '' })).toEqual({
      error: 'This is not something that can be done here.',
    });
    await expect(viewsOf('/app/settings')).rejects.toMatchObject({ status: 404 });
  });

  it('are those of the shop alone', async () => {
    const other = await makeShop();
    await saveView(other.id, { page: 'channels', name: 'Theirs', query: 'days=7' }, new Date());
    expect(await viewsOf(CHANNELS)).toEqual([]);
    const { id } = await db.savedView.findFirstOrThrow({ where: { shopId: other.id } });
    await doing({ intent: 'rename', id: String(id), name: 'Ours' });
    await doing({ intent: 'default', id: String(id) });
    await doing({ intent: 'delete', id: String(id) });
    expect(await db.savedView.findMany({ where: { shopId: other.id } })).toMatchObject([
      { name: 'Theirs', isDefault: false },
    ]);
  });
});
