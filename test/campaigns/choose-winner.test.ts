import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adoptCampaign } from '~/campaigns/adopt-campaign.server';
import { markSentIfFinished } from '~/campaigns/campaign-status-store.server';
import { addVariant, listCampaigns, loadCampaign, removeVariant } from '~/campaigns/campaign-store.server';
import { cancelCampaign } from '~/campaigns/cancel-campaign.server';
import { chooseWinner } from '~/campaigns/choose-winner.server';
import { duplicateCampaign } from '~/campaigns/duplicate-campaign.server';
import { expandCampaign, type ReadPage } from '~/campaigns/expand-campaign.server';
import { pauseCampaign } from '~/campaigns/pause-campaign.server';
import { resumeCampaign } from '~/campaigns/resume-campaign.server';
import { loadVariantChoice, unscopedAskForWinners } from '~/campaigns/variant-choice-store.server';
import { db, pool, type Shop } from '~/db.server';
import { done } from '~/lib/outcome';
import { makeCampaign, member, NOW } from '#test/support/campaign-factory';
import { answering, deliveriesOf, deliveryCounts, sendDue } from '#test/support/delivery-factory';
import { makeShop } from '#test/support/shop-factory';
import { startVariants, variantFigures } from '#test/support/variant-factory';

const PEOPLE = Array.from({ length: 60 }, (_, n) => member(n));
const later = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
const taking = answering({ outcome: 'accepted', providerMessageId: 'p' });
const FIGURES = [variantFigures('A', { clicked: 40 }), variantFigures('B', { clicked: 80 })];

/** The people in pages of twenty. */
const read: ReadPage = (_, cursor = '0') => {
  const page = Number(cursor);
  const members = PEOPLE.slice(page * 20, page * 20 + 20);
  return Promise.resolve(done({ members, next: page < 2 ? String(page + 1) : undefined }));
};

async function expand(shop: Shop, id: bigint, pages = ['0', '1', '2']): Promise<void> {
  for (const cursor of pages) await expandCampaign(shop, id, { cursor }, read, NOW);
}

/** Hands out all that is due. */
async function sendAll(shop: Shop, id: bigint, at = NOW): Promise<void> {
  const [...due] = (await deliveriesOf(shop, id)).filter(({ dueAt }) => dueAt !== null);
  for (const delivery of due) await sendDue(delivery, taking, at);
  await markSentIfFinished(shop.id, id, at);
}

const lettersIn = async (shop: Shop, id: bigint) => {
  const messages = await db.message.findMany({
    where: { shopId: shop.id, campaignId: id },
    include: { versions: true },
  });
  return new Map(
    messages.flatMap(({ variant, versions }) => versions.map((version) => [version.id, variant] as const)),
  );
};

const waiting = async (shop: Shop, id: bigint) =>
  (await deliveriesOf(shop, id)).filter(({ reason }) => reason === 'awaits_winner');

const asked = async (shop: Shop) =>
  (
    await pool.query(
      `SELECT 1 FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE t.identifier = 'choose-winner' AND (j.payload->>'shopId')::int = $1`,
      [shop.id],
    )
  ).rows.length;

async function tested(test: Parameters<typeof startVariants>[1] = { percent: 50 }, some = {}) {
  const shop = await makeShop();
  const id = await startVariants(shop, test, some);
  const status = async () => (await loadCampaign(shop.id, id))?.campaign.status;
  return { shop, id, status };
}

describe('a draft in variants', () => {
  it('gets the first free letter for each, four at most, also where two are added at once', async () => {
    const shop = await makeShop();
    const id = await makeCampaign(shop);
    const added = await Promise.all([addVariant(shop.id, id, NOW), addVariant(shop.id, id, NOW)]);
    expect(added.map((one) => one.ok && one.value).sort()).toEqual(['B', 'C']);
    expect(await removeVariant(shop.id, id, 'B', NOW)).toMatchObject({ ok: true });
    expect(await addVariant(shop.id, id, NOW)).toEqual(done('B'));
    expect(await addVariant(shop.id, id, NOW)).toEqual(done('D'));
    expect(await addVariant(shop.id, id, NOW)).toEqual({ ok: false, reason: 'too_many' });
    const messages = (await loadCampaign(shop.id, id))?.messages ?? [];
    expect(messages.map(({ variant }) => variant)).toEqual(['A', 'B', 'C', 'D']);
    expect(new Set(messages.map(({ subject, html }) => subject + html)).size).toBe(1);
  });

  it('is copied with all of them, and is one line of the list', async () => {
    const { shop, id } = await tested({ percent: 30, metric: 'orders', hours: 12 });
    const copy = await duplicateCampaign(shop.id, id, NOW);
    const found = copy.ok ? await loadCampaign(shop.id, copy.value) : undefined;
    expect(found?.campaign).toMatchObject({ testPercent: 30, winnerMetric: 'orders', testHours: 12 });
    expect(found?.messages.map(({ variant, subject }) => [variant, subject])).toEqual([
      ['A', expect.stringContaining('Something warm')],
      ['B', 'Variant B'],
    ]);
    expect(await listCampaigns(shop.id, { tab: 'all', search: '', page: 1 })).toMatchObject({ total: 2 });
    expect((await listCampaigns(shop.id, { tab: 'all', search: '', page: 1 })).rows).toHaveLength(2);
  });

  it('cannot be adopted once it was sent: its visits could have come from any', async () => {
    const { shop, id } = await tested({}, { trackSales: false });
    await expand(shop, id);
    await sendAll(shop, id);
    const tags = { source: 's', medium: 'm', campaign: 'c' };
    expect(await adoptCampaign(shop.id, { campaignId: id }, tags, NOW)).toEqual({
      ok: false,
      reason: 'sent_in_variants',
    });
  });
});

describe('the audience of a test', () => {
  it('is split between variants that each have an id of their own; the rest waits and is not due', async () => {
    const { shop, id, status } = await tested();
    await expand(shop, id);
    const letters = await lettersIn(shop, id);
    expect([...letters.values()].sort()).toEqual(['A', 'B']);
    const deliveries = await deliveriesOf(shop, id);
    expect(new Set(deliveries.map(({ contactId }) => contactId)).size).toBe(PEOPLE.length);
    const due = deliveries.filter(({ dueAt }) => dueAt !== null);
    expect(new Set(due.map(({ versionId }) => letters.get(versionId)))).toEqual(new Set(['A', 'B']));
    expect(due.length + (await waiting(shop, id)).length).toBe(PEOPLE.length);
    await sendAll(shop, id);
    expect(await deliveryCounts(shop.id, id)).toMatchObject({
      sent: due.length,
      queued: PEOPLE.length - due.length,
    });
    expect(await status()).toBe('sending');
  });

  it('comes out the same where pages are read again, in any order', async () => {
    const { shop, id } = await tested({ percent: 40 }, { count: 4 });
    await expand(shop, id, ['0', '1', '0', '1']);
    const before = await deliveriesOf(shop, id);
    await expand(shop, id, ['0', '1', '2']);
    const after = await deliveriesOf(shop, id);
    expect(after).toHaveLength(PEOPLE.length);
    expect(after).toEqual(expect.arrayContaining(before));
  });

  it('is everybody where everybody is split evenly, but for those who are held out', async () => {
    const { shop, id, status } = await tested({ percent: 100 }, { holdoutPercent: 50 });
    await expand(shop, id);
    expect(await waiting(shop, id)).toEqual([]);
    await sendAll(shop, id);
    const heldOut = (await deliveriesOf(shop, id)).filter(({ reason }) => reason === 'holdout');
    expect(heldOut.length).toBeGreaterThan(0);
    expect(heldOut.every(({ state }) => state === 'skipped')).toBe(true);
    expect(await status()).toBe('sent');
  });
});

describe('choosing a winner', () => {
  it('gives the rest the best variant, keeps the figures, and is done once however often it is asked', async () => {
    const { shop, id, status } = await tested();
    await expand(shop, id);
    await sendAll(shop, id);
    const rest = await waiting(shop, id);
    const choices = await Promise.all(
      Array.from({ length: 4 }, () => chooseWinner(shop.id, id, undefined, FIGURES, later(5))),
    );
    expect(choices.filter(({ ok }) => ok)).toEqual([done({ variant: 'B', rest: rest.length })]);
    expect(await loadVariantChoice(shop.id, id)).toEqual({
      variant: 'B',
      chosenBy: 'rule',
      metric: 'clicks',
      figures: FIGURES,
      rest: rest.length,
      chosenAt: later(5),
    });
    const letters = await lettersIn(shop, id);
    const restIds = new Set(rest.map((delivery) => delivery.id));
    const released = (await deliveriesOf(shop, id)).filter((delivery) => restIds.has(delivery.id));
    expect(new Set(released.map(({ versionId }) => letters.get(versionId)))).toEqual(new Set(['B']));
    expect(
      released.every(({ state, dueAt }) => state === 'queued' && dueAt?.getTime() === later(5).getTime()),
    ).toBe(true);
    await sendAll(shop, id, later(6));
    expect(await deliveryCounts(shop.id, id)).toMatchObject({ sent: PEOPLE.length, queued: 0 });
    expect(await status()).toBe('sent');
  });

  it('by hand takes the merchant’s variant, and the rule never changes it', async () => {
    const { shop, id } = await tested();
    await expand(shop, id);
    expect(await chooseWinner(shop.id, id, 'A', FIGURES, NOW)).toMatchObject({ value: { variant: 'A' } });
    expect(await chooseWinner(shop.id, id, undefined, FIGURES, later(9))).toEqual({
      ok: false,
      reason: 'nobody_waits',
    });
    expect(await loadVariantChoice(shop.id, id)).toMatchObject({ variant: 'A', chosenBy: 'merchant' });
  });

  it('waits until the whole audience is known', async () => {
    const { shop, id } = await tested();
    await expand(shop, id, ['0']);
    expect(await chooseWinner(shop.id, id, 'A', FIGURES, NOW)).toMatchObject({ reason: 'nobody_waits' });
  });

  it('killed in the midst has neither chosen nor released anybody, and works when it is done again', async () => {
    const { shop, id } = await tested();
    await expand(shop, id);
    const before = await deliveriesOf(shop, id);
    await pool.query(
      `ALTER TABLE variant_choice ADD CONSTRAINT closed CHECK (shop_id <> ${shop.id}) NOT VALID`,
    );
    await expect(chooseWinner(shop.id, id, undefined, FIGURES, NOW)).rejects.toThrow();
    await pool.query('ALTER TABLE variant_choice DROP CONSTRAINT closed');
    expect(await deliveriesOf(shop, id)).toEqual(before);
    expect(await loadVariantChoice(shop.id, id)).toBeNull();
    expect(await chooseWinner(shop.id, id, undefined, FIGURES, NOW)).toMatchObject({ ok: true });
  });

  it('is over where sending was stopped: the rest gets nothing', async () => {
    const { shop, id, status } = await tested();
    await expand(shop, id);
    await sendAll(shop, id);
    const rest = (await waiting(shop, id)).length;
    await cancelCampaign(shop.id, id, NOW);
    expect(await chooseWinner(shop.id, id, 'B', FIGURES, NOW)).toMatchObject({ reason: 'nobody_waits' });
    expect(await deliveryCounts(shop.id, id)).toMatchObject({ skipped: rest, queued: 0 });
    expect(await status()).toBe('sent');
  });
});

describe('the end of a test', () => {
  it('is asked for once its hours have passed since the last of its messages went out', async () => {
    const { shop, id } = await tested({ percent: 50, hours: 4 });
    await expand(shop, id);
    await unscopedAskForWinners(later(40));
    expect(await asked(shop)).toBe(0);
    await sendAll(shop, id, later(2));
    await unscopedAskForWinners(later(5));
    expect(await asked(shop)).toBe(0);
    await unscopedAskForWinners(later(6));
    await unscopedAskForWinners(later(7));
    expect(await asked(shop)).toBe(1);
  });

  it('waits as long as the campaign pauses', async () => {
    const { shop, id } = await tested();
    await expand(shop, id);
    await sendAll(shop, id);
    await pauseCampaign(shop.id, id, NOW);
    await unscopedAskForWinners(later(40));
    expect(await asked(shop)).toBe(0);
    await resumeCampaign(shop.id, id, NOW);
    await unscopedAskForWinners(later(40));
    expect(await asked(shop)).toBe(1);
  });

  it('is not asked for where nobody waits: everybody was split, or the winner is chosen', async () => {
    const split = await tested({ percent: 100 });
    const chosen = await tested({ percent: 50 });
    for (const { shop, id } of [split, chosen]) await expand(shop, id);
    await chooseWinner(chosen.shop.id, chosen.id, 'B', FIGURES, NOW);
    await sendAll(chosen.shop, chosen.id);
    await unscopedAskForWinners(later(400));
    expect([await asked(split.shop), await asked(chosen.shop)]).toEqual([0, 0]);
  });
});

describe('whatever happens in whatever order', () => {
  it('each person has one delivery, and none is lost', async () => {
    const step = fc.constantFrom('page0', 'page1', 'page2', 'send', 'pause', 'resume', 'choose', 'stop');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async (steps) => {
        const { shop, id, status } = await tested({ percent: 40 }, { count: 3 });
        const figures = [...FIGURES, variantFigures('C')];
        const act: Record<string, () => Promise<unknown>> = {
          page0: () => expand(shop, id, ['0']),
          page1: () => expand(shop, id, ['1']),
          page2: () => expand(shop, id, ['2']),
          send: () => sendAll(shop, id),
          pause: () => pauseCampaign(shop.id, id, NOW),
          resume: () => resumeCampaign(shop.id, id, NOW),
          choose: () => chooseWinner(shop.id, id, undefined, figures, NOW),
          stop: () => cancelCampaign(shop.id, id, NOW),
        };
        for (const name of steps) await act[name]?.();
        for (const name of ['resume', 'page0', 'page1', 'page2', 'send', 'choose', 'send'])
          await act[name]?.();
        const deliveries = await deliveriesOf(shop, id);
        expect(new Set(deliveries.map(({ contactId }) => contactId)).size).toBe(deliveries.length);
        const drafted = (await status()) === 'draft';
        expect(await status()).toBe(drafted ? 'draft' : 'sent');
        if (drafted) expect(deliveries).toEqual([]);
        const sent = deliveries.filter(({ state }) => state === 'sent');
        const skipped = deliveries.filter(({ reason }) => reason === 'cancelled');
        expect(sent.length + skipped.length).toBe(deliveries.length);
        expect(sent.every(({ attempts }) => attempts === 1)).toBe(true);
      }),
      { numRuns: 12 },
    );
  });
});
