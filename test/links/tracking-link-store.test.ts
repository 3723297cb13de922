import { beforeEach, describe, expect, it } from 'vitest';
import { knownTags } from '~/campaigns/known-tags.server';
import { db, type Shop } from '~/db.server';
import type { LinkTab } from '~/links/tracking-link';
import {
  archiveTrackingLinks,
  listGroups,
  listTrackingLinks,
  loadTrackingLink,
  saveTrackingLink,
} from '~/links/tracking-link-store.server';
import { makeCampaign } from '#test/support/campaign-factory';
import { makeShop } from '#test/support/shop-factory';
import {
  changeTrackingLink,
  linkContent,
  MADE_AT,
  makeTrackingLink,
} from '#test/support/tracking-link-factory';

const LATER = new Date('2026-11-21T09:00:00Z');
let shop: Shop;
beforeEach(async () => {
  shop = await makeShop();
});

const versionsOf = (messageId: bigint) =>
  db.messageVersion.findMany({
    where: { shopId: shop.id, messageId },
    include: { links: true },
    orderBy: { id: 'asc' },
  });

describe('a tracking link', () => {
  it('is made with a version of its own, its destination tagged', async () => {
    const { link, messageId, version } = await makeTrackingLink(shop);
    expect(await loadTrackingLink(shop.id, link.id)).toMatchObject({
      link: { name: 'Parcel insert', archivedAt: null, expiresAt: null },
      message: { channel: 'link', text: 'https://shop.test/teapot#top', trackSales: true },
    });
    const [{ links } = { links: [] }, ...more] = await versionsOf(messageId);
    expect(more).toEqual([]);
    expect(links.map(({ position, taggedUrl }) => [position, taggedUrl])).toEqual([
      [
        0,
        `https://shop.test/teapot?utm_source=parcel&utm_medium=qr&utm_campaign=thank_you&utm_id=${version.publicId}#top`,
      ],
    ]);
  });

  it('gets another version where destination or tags change, and keeps its slug and the versions before', async () => {
    const { link, messageId, version } = await makeTrackingLink(shop);
    await changeTrackingLink(shop, link.id, { destination: 'https://shop.test/mug' }, LATER);
    const tags = { source: 'parcel', medium: 'print', campaign: 'thank_you' };
    const moved = await changeTrackingLink(
      shop,
      link.id,
      { destination: 'https://shop.test/mug', tags },
      LATER,
    );
    const versions = await versionsOf(messageId);
    expect(versions.map(({ text, utmMedium }) => [text, utmMedium])).toEqual([
      ['https://shop.test/teapot#top', 'qr'],
      ['https://shop.test/mug', 'qr'],
      ['https://shop.test/mug', 'print'],
    ]);
    expect(new Set(versions.map(({ publicId }) => publicId)).size).toBe(3);
    expect(versions[0]?.publicId).toBe(version.publicId);
    expect(moved.link.slug).toBe(link.slug);
  });

  it('keeps its version where neither changes, even by its name', async () => {
    const tags = { source: 'parcel', medium: 'qr', campaign: '{{campaign_name}}' };
    const { link, messageId } = await makeTrackingLink(shop, { tags });
    await changeTrackingLink(shop, link.id, { tags, groupName: 'Packaging', expiresAt: LATER }, LATER);
    expect(await versionsOf(messageId)).toHaveLength(1);
    await changeTrackingLink(shop, link.id, { tags, name: 'Thank-you card' }, LATER);
    expect((await versionsOf(messageId)).map(({ utmCampaign }) => utmCampaign)).toEqual([
      'parcel_insert',
      'thank-you_card',
    ]);
  });

  it('is saved by two at once without a version too many', async () => {
    const { link, messageId } = await makeTrackingLink(shop);
    const content = linkContent({ destination: 'https://shop.test/mug' });
    await Promise.all(
      Array.from({ length: 8 }, () => saveTrackingLink(shop.id, link.id, content, () => ({}), LATER)),
    );
    expect(await versionsOf(messageId)).toHaveLength(2);
  });

  it('of another shop cannot be read, changed or archived', async () => {
    const other = await makeShop();
    const { link } = await makeTrackingLink(other);
    expect(await loadTrackingLink(shop.id, link.id)).toBeUndefined();
    expect(await saveTrackingLink(shop.id, link.id, linkContent(), () => ({}), LATER)).toMatchObject({
      reason: 'not_found',
    });
    expect(await archiveTrackingLinks(shop.id, [link.id], true, LATER)).toBe(0);
    expect((await loadTrackingLink(other.id, link.id))?.link).toMatchObject({
      archivedAt: null,
      updatedAt: MADE_AT,
    });
  });
});

describe('the list of links', () => {
  const names = async (some: Partial<Parameters<typeof listTrackingLinks>[1]> = {}) =>
    (
      await listTrackingLinks(shop.id, { tab: 'all', search: '', group: '', page: 1, ...some }, LATER)
    ).rows.map(({ name }) => name);

  it('has each in one tab beside All, the one changed last first', async () => {
    await makeTrackingLink(shop, { name: 'Active' });
    await makeTrackingLink(shop, { name: 'Over', expiresAt: LATER });
    const { link } = await makeTrackingLink(shop, { name: 'Stored away', expiresAt: LATER });
    await archiveTrackingLinks(shop.id, [link.id], true, LATER);
    expect(await names()).toEqual(['Stored away', 'Over', 'Active']);
    const tabs: LinkTab[] = ['active', 'expired', 'archived'];
    expect(await Promise.all(tabs.map((tab) => names({ tab })))).toEqual([
      ['Active'],
      ['Over'],
      ['Stored away'],
    ]);
    await archiveTrackingLinks(shop.id, [link.id], false, LATER);
    expect(await names({ tab: 'archived' })).toEqual([]);
  });

  it('finds by name, destination and short address, and by group', async () => {
    await makeTrackingLink(shop, { name: 'Über uns', groupName: 'Social' });
    const { link } = await makeTrackingLink(shop, {
      name: 'Mug',
      destination: 'https://shop.test/mugs',
      groupName: 'Print',
    });
    await makeTrackingLink(await makeShop(), { name: 'Mug of others', groupName: 'Theirs' });
    expect(await names({ search: ' ÜBER ' })).toEqual(['Über uns']);
    expect(await names({ search: 'shop.test/MUGS' })).toEqual(['Mug']);
    expect(await names({ search: `https://app.test/s/${link.slug}` })).toEqual(['Mug']);
    expect(await names({ group: 'Social' })).toEqual(['Über uns']);
    expect(await names({ search: '%' })).toEqual([]);
    expect(await listGroups(shop.id)).toEqual(['Print', 'Social']);
  });

  it('comes in pages, with the tags as the newest version has them', async () => {
    for (let made = 0; made < 26; made += 1) await makeTrackingLink(shop, { name: `Link ${made}` });
    const page = (number: number) =>
      listTrackingLinks(shop.id, { tab: 'all', search: '', group: '', page: number }, LATER);
    expect(await page(1)).toMatchObject({ total: 26, pageSize: 25 });
    expect((await page(2)).rows).toMatchObject([{ name: 'Link 0', source: 'parcel', campaign: 'thank_you' }]);
  });
});

describe('known tags', () => {
  it('are those of links too, with the link’s name, but of the one that is edited', async () => {
    await makeCampaign(shop, { name: 'Winter' });
    const { link } = await makeTrackingLink(shop);
    const initiatives = async (besides?: Parameters<typeof knownTags>[1]) =>
      (await knownTags(shop.id, besides)).campaign.map(({ initiative }) => initiative).sort();
    expect(await initiatives()).toEqual(['Parcel insert', 'Winter']);
    expect(await initiatives({ trackingLinkId: link.id })).toEqual(['Winter']);
  });
});
