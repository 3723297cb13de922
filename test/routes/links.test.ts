import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveTagDefaults } from '~/campaigns/tag-defaults-store.server';
import { db } from '~/db.server';
import { action as saveLink, loader as openLink } from '~/routes/app.links.$id/route';
import { action as changeList, loader as openList } from '~/routes/app.links._index/route';
import { action as createLink, loader as openNew } from '~/routes/app.links.new';
import { type Merchant, openMerchant, pathOf } from '#test/support/merchant.ts';
import { makeShop } from '#test/support/shop-factory.ts';
import { makeTrackingLink } from '#test/support/tracking-link-factory.ts';

let merchant: Merchant;
beforeAll(async () => {
  merchant = await openMerchant();
});
afterAll(() => merchant.leave());

const at = (path: string, params: Record<string, string> = {}, form?: Record<string, string>) => ({
  request: merchant.ask(path, form),
  params,
  context: {},
});
const FORM = {
  name: ' Market stall ',
  destination: 'https://shop.test/teapot',
  source: 'flyer',
  medium: 'print',
  campaign: 'market',
};

async function create(some: Record<string, string> = {}): Promise<string> {
  const path = pathOf(await createLink(at('/app/links/new', {}, { ...FORM, ...some })));
  const id = /^\/app\/links\/(\d+)$/.exec(path ?? '')?.[1];
  if (!id) throw new Error('no link was created');
  return id;
}

const open = (id: string) => openLink(at(`/app/links/${id}`, { id }));
const save = (id: string, form: Record<string, string>) =>
  saveLink(at(`/app/links/${id}`, { id }, { intent: 'save', ...form }));
const list = async (query = '') => openList(at(`/app/links${query}`));

describe('a link', () => {
  it('is created out of its form, and its page has all that is shared of it', async () => {
    const id = await create({ lastDay: '2031-12-24', groupName: 'Print' });
    const page = await open(id);
    expect(page).toMatchObject({
      values: { ...FORM, name: 'Market stall', groupName: 'Print', lastDay: '2031-12-24', fallbackUrl: '' },
      status: 'active',
      expired: null,
      share: {
        shortUrl: expect.stringMatching(/\/s\/[0-9a-z]{9,}$/) as string,
        taggedUrl: expect.stringMatching(
          /^https:\/\/shop\.test\/teapot\?utm_source=flyer&utm_medium=print&utm_campaign=market&utm_id=\w+$/,
        ) as string,
      },
      orders: { rows: [], total: 0 },
    });
    expect(page.share.qr.svg).toMatch(/^<svg /);
    expect(
      Buffer.from(page.share.qr.pngUrl.split(',')[1] ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it.each([
    [{ name: '  ' }, 'name'],
    [{ destination: 'shop.test/teapot' }, 'destination'],
    [{ destination: '' }, 'destination'],
    [{ medium: '' }, 'medium'],
    [{ campaign: 'ada@customer.test' }, 'campaign'],
    [{ lastDay: '2026-02-30' }, 'lastDay'],
    [{ fallbackUrl: 'somewhere' }, 'fallbackUrl'],
    [{ groupName: 'x'.repeat(61) }, 'groupName'],
  ])('is not saved with %o, and says so at the field', async (wrong, field) => {
    const before = await db.trackingLink.count({ where: { shopId: merchant.shop.id } });
    const answer = await createLink(at('/app/links/new', {}, { ...FORM, ...wrong }));
    expect(answer).toMatchObject({ errors: { [field]: expect.any(String) as string } });
    expect(await db.trackingLink.count({ where: { shopId: merchant.shop.id } })).toBe(before);
  });

  it('is changed and keeps its short address; an expired one says where it leads', async () => {
    const id = await create();
    const { share } = await open(id);
    const changed = { ...FORM, name: 'Stall', destination: 'https://shop.test/mug', lastDay: '2026-01-31' };
    expect(await save(id, { ...changed, destination: 'nowhere' })).toMatchObject({ errors: {} });
    expect(await save(id, changed)).toMatchObject({ saved: changed });
    const page = await open(id);
    expect(page.share).toMatchObject({
      shortUrl: share.shortUrl,
      taggedUrl: expect.stringContaining('/mug?') as string,
    });
    expect(page).toMatchObject({ status: 'expired', fallback: merchant.shop.storefrontUrl });
  });

  it('starts with the campaign of the tag defaults, unless that speaks of a segment', async () => {
    await saveTagDefaults(
      merchant.shop.id,
      { source: 'newsletter', medium: '', campaign: '{{campaign_name}}' },
      new Date(),
    );
    expect((await openNew(at('/app/links/new'))).values).toMatchObject({
      source: '',
      campaign: '{{campaign_name}}',
    });
    await saveTagDefaults(merchant.shop.id, { source: '', medium: '', campaign: '{{segment}}' }, new Date());
    expect((await openNew(at('/app/links/new'))).values).toMatchObject({ campaign: '' });
  });

  it('of another shop, or of none, is not found', async () => {
    const { link } = await makeTrackingLink(await makeShop());
    for (const id of [String(link.id), 'x', '99999999']) {
      await expect(open(id)).rejects.toMatchObject({ status: 404 });
      await expect(save(id, FORM)).rejects.toMatchObject({ status: 404 });
    }
  });
});

describe('the list of links', () => {
  it('is searched, filtered by group, and archives many at once', async () => {
    const [one, other] = [
      await create({ name: 'Bio', groupName: 'Social' }),
      await create({ name: 'Story' }),
    ];
    expect((await list('?group=Social')).rows.map(({ id }) => id)).toEqual([one]);
    expect((await list('?search=story')).rows).toMatchObject([
      { id: other, tags: 'flyer / print / market', clicks: '0', orders: '0', status: 'active' },
    ]);
    const said = await changeList(at('/app/links', {}, { intent: 'archive', ids: `${one},${other}` }));
    expect(said).toEqual({ said: '2 links archived' });
    expect((await list('?tab=archived')).rows.map(({ id }) => id).sort()).toEqual([one, other].sort());
    await saveLink(at(`/app/links/${one}`, { id: one }, { intent: 'restore' }));
    expect((await list('?tab=archived')).rows.map(({ id }) => id)).toEqual([other]);
  });

  it('takes no ids that are none', async () => {
    for (const ids of ['', '1;drop', `${'1,'.repeat(101)}1`]) {
      expect(await changeList(at('/app/links', {}, { intent: 'archive', ids }))).toEqual({
        said: 'This is not something that can be done here.',
      });
    }
  });
});
