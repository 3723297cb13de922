import { describe, expect, it } from 'vitest';
import type { Place } from '~/campaigns/audience';
import { campaignJobKey } from '~/campaigns/campaign';
import { markSentIfFinished } from '~/campaigns/campaign-status-store.server';
import { loadCampaign, saveAudience, saveContent, saveHoldout } from '~/campaigns/campaign-store.server';
import { cancelCampaign } from '~/campaigns/cancel-campaign.server';
import { expandCampaign, type ReadPage } from '~/campaigns/expand-campaign.server';
import { pauseCampaign } from '~/campaigns/pause-campaign.server';
import { scheduleCampaign } from '~/campaigns/schedule-campaign.server';
import type { ContactFacts } from '~/contacts/contact';
import { saveContacts, withdrawConsent } from '~/contacts/contact-store.server';
import { db, pool, type Shop } from '~/db.server';
import { done, refused } from '~/lib/outcome';
import { cancelJob } from '~/queue/enqueue.server';
import { makeCampaign, member, NOW } from '#test/support/campaign-factory';
import { answering, deliveryCounts, deliveriesOf, sendDue } from '#test/support/delivery-factory';
import { makeShop } from '#test/support/shop-factory';

const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

/** A segment of these pages; the cursor is the number of the page. */
const segment =
  (pages: ContactFacts[][]): ReadPage =>
  (_, cursor = '0') => {
    const page = Number(cursor);
    const next = page + 1 < pages.length ? String(page + 1) : undefined;
    return Promise.resolve(done({ members: pages[page] ?? [], next }));
  };
const gone: ReadPage = () => Promise.resolve(refused('segment_gone'));

const jobsOf = async (shop: Shop, task: string) =>
  (
    await pool.query<{ payload: Place; run_at: Date }>(
      `SELECT j.payload, j.run_at FROM graphile_worker._private_jobs j
       JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE t.identifier = $1 AND (j.payload->>'shopId')::int = $2 ORDER BY j.id`,
      [task, shop.id],
    )
  ).rows;

async function sendingCampaign(some: Parameters<typeof makeCampaign>[1] = {}) {
  const shop = await makeShop();
  const id = await makeCampaign(shop, some);
  await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW);
  const campaign = async () => (await loadCampaign(shop.id, id))?.campaign;
  return { shop, id, campaign };
}

describe('expanding a campaign', () => {
  it('gives every member of every page one delivery, those who may be written to due at once', async () => {
    const { shop, id, campaign } = await sendingCampaign();
    const pages = [
      [member(1), member(2, 'unsubscribed'), { ...member(3), email: null }],
      [member(4), member(1), member(5, 'not_subscribed')],
    ];
    await expandCampaign(shop, id, {}, segment(pages), NOW);
    expect(await campaign()).toMatchObject({ status: 'sending', startedAt: NOW, expandedAt: null });
    expect((await jobsOf(shop, 'expand-campaign')).map((job) => job.payload.cursor)).toEqual(['1']);
    await expandCampaign(shop, id, { cursor: '1' }, segment(pages), later(1));
    expect(await campaign()).toMatchObject({ status: 'sending', startedAt: NOW, expandedAt: later(1) });

    const deliveries = await deliveriesOf(shop, id);
    expect(deliveries.map(({ state, reason }) => [state, reason])).toEqual([
      ['queued', null],
      ['skipped', 'no_consent'],
      ['skipped', 'no_address'],
      ['queued', null],
      ['skipped', 'no_consent'],
    ]);
    expect(deliveries.map(({ dueAt }) => dueAt)).toEqual([NOW, null, null, later(1), null]);
    expect(await deliveryCounts(shop.id, id)).toEqual({
      queued: 2,
      sending: 0,
      sent: 0,
      failed: 0,
      skipped: 3,
      unknown: 0,
      unsubscribed: 0,
      byReason: [
        { state: 'skipped', reason: 'no_consent', count: 2 },
        { state: 'skipped', reason: 'no_address', count: 1 },
      ],
    });
  });

  it('again, or many times at once, adds nothing', async () => {
    const { shop, id } = await sendingCampaign();
    const pages = segment([[member(1), member(2)], [member(3)]]);
    await Promise.all(Array.from({ length: 4 }, () => expandCampaign(shop, id, {}, pages, NOW)));
    await Promise.all(Array.from({ length: 4 }, () => expandCampaign(shop, id, { cursor: '1' }, pages, NOW)));
    await expandCampaign(shop, id, {}, pages, NOW);
    expect(await deliveriesOf(shop, id)).toHaveLength(3);
    expect(await db.messageVersion.count({ where: { shopId: shop.id } })).toBe(1);
  });

  it('does a page wholly or not at all', async () => {
    const { shop, id, campaign } = await sendingCampaign();
    await pool.query(
      `ALTER TABLE delivery ADD CONSTRAINT full_house CHECK (shop_id <> ${shop.id}) NOT VALID`,
    );
    await expect(expandCampaign(shop, id, {}, segment([[member(1)]]), NOW)).rejects.toThrow();
    await pool.query('ALTER TABLE delivery DROP CONSTRAINT full_house');
    expect(await campaign()).toMatchObject({ startedAt: null });
    expect(await db.messageVersion.count({ where: { shopId: shop.id } })).toBe(0);
    expect(await db.contact.count({ where: { shopId: shop.id } })).toBe(0);
    await expandCampaign(shop, id, {}, segment([[member(1)]]), NOW);
    expect(await deliveriesOf(shop, id)).toHaveLength(1);
  });

  it('asks the consent that stands here, not an older one of Shopify', async () => {
    const { shop, id } = await sendingCampaign();
    const contact = (await saveContacts(shop.id, [member(1)], NOW)).get(member(1).shopifyId);
    await withdrawConsent(shop.id, contact?.id ?? 0n, 'email', NOW);
    await expandCampaign(shop, id, {}, segment([[member(1)]]), NOW);
    expect(await deliveriesOf(shop, id)).toMatchObject([{ state: 'skipped', reason: 'no_consent' }]);
  });
});

describe('several segments', () => {
  const ref = (number: number) => ({ id: `gid://shopify/Segment/${number}`, name: `S${number}` });
  const pagesOf: Record<string, ContactFacts[][]> = {
    [ref(1).id]: [[member(1), member(2)], [member(3)]],
    [ref(2).id]: [[member(2), member(4)], [member(5)]],
    [ref(3).id]: [[member(2), member(9)], [member(3)]],
  };
  const read: ReadPage = (id, cursor) => segment(pagesOf[id] ?? [])(id, cursor);
  const audience = { include: [ref(1), ref(2)], exclude: [ref(3)] };
  const start = async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    await saveAudience(shop.id, id, audience, NOW);
    await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW);
    const work = async (most = 20) => {
      for (let jobs = 0; jobs < most; jobs += 1) {
        const [job] = await jobsOf(shop, 'expand-campaign');
        if (!job) return;
        await cancelJob(db, campaignJobKey(shop.id, id));
        await expandCampaign(shop, id, job.payload, read, NOW);
      }
    };
    const reached = async () =>
      (await db.contact.findMany({ where: { shopId: shop.id, deliveries: { some: {} } } }))
        .map(({ shopifyId }) => Number(shopifyId - member(0).shopifyId))
        .sort();
    return { shop, id, work, reached };
  };

  it('give each person one delivery, and nobody of an excluded segment any', async () => {
    const { shop, id, work, reached } = await start();
    await work();
    expect(await reached()).toEqual([1, 4, 5]);
    expect(await deliveryCounts(shop.id, id)).toMatchObject({ queued: 3, skipped: 0 });
    expect((await loadCampaign(shop.id, id))?.campaign).toMatchObject({ expandedAt: NOW });
    expect(await db.campaignExclusion.count({ where: { shopId: shop.id } })).toBe(0);
  });

  it('are read on where the reading was killed, also twice the same page', async () => {
    const { shop, id, work, reached } = await start();
    for (let jobs = 0; jobs < 8; jobs += 1) {
      const [job] = await jobsOf(shop, 'expand-campaign');
      if (job) await expandCampaign(shop, id, job.payload, read, NOW);
      await work(1);
    }
    expect(await reached()).toEqual([1, 4, 5]);
    expect(await jobsOf(shop, 'expand-campaign')).toEqual([]);
  });

  it('exclude whom the last reading met, not whom one before it did', async () => {
    const { shop, id, work, reached } = await start();
    await work(1);
    await cancelCampaign(shop.id, id, NOW);
    await db.campaignExclusion.create({
      data: { shopId: shop.id, campaignId: id, run: 1n, shopifyId: member(1).shopifyId },
    });
    await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW);
    await work();
    expect(await reached()).toEqual([1, 4, 5]);
  });

  it('of which an excluded one is gone reach nobody: the campaign is a draft again', async () => {
    const { shop, id, reached } = await start();
    await expandCampaign(shop, id, {}, gone, NOW);
    expect((await loadCampaign(shop.id, id))?.campaign).toMatchObject({
      status: 'draft',
      failure: 'segment_gone',
    });
    expect(await reached()).toEqual([]);
  });
});

describe('a holdout', () => {
  it('gets nothing, is counted as such, and is drawn from those alone who would receive it', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    await saveHoldout(shop.id, id, 50, NOW);
    await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW);
    const people = Array.from({ length: 80 }, (_, n) => member(n, n < 40 ? 'subscribed' : 'unsubscribed'));
    await expandCampaign(shop, id, {}, segment([people]), NOW);
    const { queued, byReason } = await deliveryCounts(shop.id, id);
    const heldOut = byReason.find(({ reason }) => reason === 'holdout')?.count ?? 0;
    expect(heldOut).toBeGreaterThan(0);
    expect(queued).toBeGreaterThan(0);
    expect(queued + heldOut).toBe(40);
  });
});

describe('the version a campaign is sent as', () => {
  it('has its links tagged, with its own id, in the HTML and in the text made from it', async () => {
    const { shop, id } = await sendingCampaign();
    await expandCampaign(shop, id, {}, segment([[member(1)]]), NOW);
    const version = await db.messageVersion.findFirstOrThrow({
      where: { shopId: shop.id },
      include: { links: { orderBy: { position: 'asc' } } },
    });
    expect(version.publicId).toMatch(/^[0-9a-hjkmnp-tv-z]{10}$/);
    expect(version.text).toContain('https://shop.test/tea');
    const tagged = `utm_source=newsletter&utm_medium=email&utm_campaign=winter_tea&utm_id=${version.publicId}`;
    expect(version.links.map(({ url, taggedUrl }) => [url, taggedUrl])).toEqual(
      [0, 1].flatMap(() => [
        ['https://shop.test/tea', `https://shop.test/tea?${tagged}`],
        ['https://shop.test/mugs?size=2&glaze=blue', `https://shop.test/mugs?size=2&glaze=blue&${tagged}`],
      ]),
    );
    expect(new Set(version.links.map((link) => link.position)).size).toBe(4);
  });

  it('has no links where sales are not tracked', async () => {
    const { shop, id } = await sendingCampaign({ trackSales: false });
    await expandCampaign(shop, id, {}, segment([[member(1)]]), NOW);
    expect(await db.link.count({ where: { shopId: shop.id } })).toBe(0);
  });

  it('stays as it was, whatever becomes of the message', async () => {
    const { shop, id } = await sendingCampaign();
    const pages = segment([[member(1)], [member(2)]]);
    await expandCampaign(shop, id, {}, pages, NOW);
    const before = await db.messageVersion.findFirstOrThrow({ where: { shopId: shop.id } });
    expect(
      await saveContent(shop.id, id, { subject: 'X', preheader: '', html: 'X', text: '' }, NOW),
    ).toMatchObject({ reason: 'not_editable' });
    await db.message.updateMany({
      where: { shopId: shop.id },
      data: { html: 'tampered', subject: 'tampered' },
    });
    await expandCampaign(shop, id, { cursor: '1' }, pages, NOW);
    expect(await db.messageVersion.findMany({ where: { shopId: shop.id } })).toEqual([before]);
    expect(new Set((await deliveriesOf(shop, id)).map((delivery) => delivery.versionId))).toEqual(
      new Set([before.id]),
    );
  });
});

describe('a segment that is gone', () => {
  it('before anybody was reached makes the campaign a draft again, and says why', async () => {
    const { shop, id, campaign } = await sendingCampaign();
    await expandCampaign(shop, id, {}, gone, NOW);
    expect(await campaign()).toMatchObject({ status: 'draft', failure: 'segment_gone', startedAt: null });
    expect(await db.messageVersion.count({ where: { shopId: shop.id } })).toBe(0);
    expect(await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW)).toMatchObject({ ok: true });
    expect(await campaign()).toMatchObject({ status: 'sending', failure: null });
  });

  it('under way leaves those who were reached, and ends as sent with the reason', async () => {
    const { shop, id, campaign } = await sendingCampaign();
    await expandCampaign(shop, id, {}, segment([[member(1)], []]), NOW);
    await expandCampaign(shop, id, { cursor: '1' }, gone, later(1));
    expect(await campaign()).toMatchObject({
      status: 'sending',
      failure: 'segment_gone',
      expandedAt: later(1),
    });
    const [delivery] = await deliveriesOf(shop, id);
    if (!delivery) throw new Error('no delivery');
    await sendDue(delivery, answering({ outcome: 'accepted', providerMessageId: 'p' }));
    await markSentIfFinished(shop.id, id, later(2));
    expect(await campaign()).toMatchObject({ status: 'sent', failure: 'segment_gone', sentAt: later(2) });
  });
});

describe('a campaign', () => {
  it('of a shop that uninstalled the app is a draft again', async () => {
    const { shop, id, campaign } = await sendingCampaign();
    await expandCampaign({ ...shop, uninstalledAt: NOW }, id, {}, segment([[member(1)]]), NOW);
    expect(await campaign()).toMatchObject({ status: 'draft', failure: 'shop_uninstalled' });
  });

  it('that pauses is expanded all the same, and goes on pausing', async () => {
    const { shop, id, campaign } = await sendingCampaign();
    const pages = segment([[member(1)], [member(2)]]);
    await pauseCampaign(shop.id, id, NOW);
    await expandCampaign(shop, id, {}, pages, NOW);
    await expandCampaign(shop, id, { cursor: '1' }, pages, NOW);
    expect(await campaign()).toMatchObject({ status: 'paused', startedAt: NOW, expandedAt: NOW });
    expect(await deliveryCounts(shop.id, id)).toMatchObject({ queued: 2 });
  });

  it('that pauses, its segment gone before anybody was reached, is a draft again', async () => {
    const { shop, id, campaign } = await sendingCampaign();
    await pauseCampaign(shop.id, id, NOW);
    await expandCampaign(shop, id, {}, gone, NOW);
    expect(await campaign()).toMatchObject({ status: 'draft', failure: 'segment_gone' });
  });

  it('that was stopped while a page was read adds nobody after the end', async () => {
    const { shop, id, campaign } = await sendingCampaign();
    const pages = segment([[member(1)], [member(2)]]);
    await expandCampaign(shop, id, {}, pages, NOW);
    const stopping: ReadPage = async (segmentId, cursor) => {
      await cancelCampaign(shop.id, id, NOW);
      return pages(segmentId, cursor);
    };
    await expandCampaign(shop, id, { cursor: '1' }, stopping, NOW);
    expect(await deliveryCounts(shop.id, id)).toMatchObject({ skipped: 1, queued: 0 });
    expect(await campaign()).toMatchObject({ status: 'sent', failure: 'cancelled' });
  });

  it('to nobody who may be written to is sent at once', async () => {
    const { shop, id, campaign } = await sendingCampaign();
    await expandCampaign(shop, id, {}, segment([[member(1, 'unsubscribed')]]), NOW);
    expect(await campaign()).toMatchObject({ status: 'sent', sentAt: NOW });
  });

  it('whose job wakes before its time waits on', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    await scheduleCampaign(shop.id, id, { mode: 'later', at: later(60) }, NOW);
    await cancelJob(db, campaignJobKey(shop.id, id));
    await expandCampaign(shop, id, {}, segment([[member(1)]]), later(59));
    expect(await deliveriesOf(shop, id)).toEqual([]);
    expect((await jobsOf(shop, 'expand-campaign')).map((job) => job.run_at)).toEqual([later(60)]);
    await expandCampaign(shop, id, {}, segment([[member(1)]]), later(60));
    expect(await deliveriesOf(shop, id)).toHaveLength(1);
  });

  it('that was put off while its first page was read reaches nobody before', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    await scheduleCampaign(shop.id, id, { mode: 'later', at: later(60) }, NOW);
    const puttingOff: ReadPage = async (segmentId, cursor) => {
      await cancelCampaign(shop.id, id, NOW);
      await scheduleCampaign(shop.id, id, { mode: 'later', at: later(90) }, NOW);
      return segment([[member(1)]])(segmentId, cursor);
    };
    await expandCampaign(shop, id, {}, puttingOff, later(61));
    expect(await deliveriesOf(shop, id)).toEqual([]);
    expect((await loadCampaign(shop.id, id))?.campaign.status).toBe('scheduled');
  });

  it('whose audience was changed while its first page was read reaches none of the former', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    await scheduleCampaign(shop.id, id, { mode: 'later', at: later(60) }, NOW);
    const changing: ReadPage = async (segmentId, cursor) => {
      await cancelCampaign(shop.id, id, NOW);
      await saveAudience(
        shop.id,
        id,
        { include: [{ id: 'gid://shopify/Segment/2', name: 'Others' }], exclude: [] },
        NOW,
      );
      await scheduleCampaign(shop.id, id, { mode: 'now' }, NOW);
      return segment([[member(1)]])(segmentId, cursor);
    };
    await expandCampaign(shop, id, {}, changing, later(61));
    expect(await deliveriesOf(shop, id)).toEqual([]);
  });

  it('whose expansion was ended while a page was read adds nobody after the end', async () => {
    const { shop, id } = await sendingCampaign();
    const pages = segment([[member(1)], [member(2)]]);
    await expandCampaign(shop, id, {}, pages, NOW);
    const ending: ReadPage = async (segmentId, cursor) => {
      await expandCampaign(shop, id, { cursor: '1' }, gone, NOW);
      return pages(segmentId, cursor);
    };
    await expandCampaign(shop, id, { cursor: '1' }, ending, NOW);
    expect(await deliveriesOf(shop, id)).toHaveLength(1);
  });

  it('that was cancelled while its first page was read reaches nobody', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    await scheduleCampaign(shop.id, id, { mode: 'later', at: later(60) }, NOW);
    const cancelling: ReadPage = async (segmentId, cursor) => {
      await cancelCampaign(shop.id, id, NOW);
      return segment([[member(1)]])(segmentId, cursor);
    };
    await expandCampaign(shop, id, {}, cancelling, later(61));
    expect(await deliveriesOf(shop, id)).toEqual([]);
    expect((await loadCampaign(shop.id, id))?.campaign.status).toBe('draft');
  });
});
