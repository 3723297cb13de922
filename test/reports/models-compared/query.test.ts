import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { insertSettings } from '~/attribution/attribution-store.server';
import { decide } from '~/attribution/decide';
import { DEFAULT_SETTINGS, RULE_MODELS } from '~/attribution/facts';
import { gatherEvidence } from '~/attribution/gather-evidence.server';
import { db, pool, type Shop } from '~/db.server';
import { formatMoney, parseAmount } from '~/lib/money';
import { periodOf } from '~/lib/period';
import type { Dimension } from '~/reports/models-compared/compare';
import type { Measure, ModelsComparedView } from '~/reports/models-compared/interpret';
import { modelsFile } from '~/reports/models-compared/file-table';
import { modelsCompared } from '~/reports/models-compared/query.server';
import { salesOverview } from '~/reports/sales-overview/query.server';
import {
  before,
  makeCheckout,
  makeJourney,
  makeOrder,
  makeSentMessage,
  PLACED_AT,
  type SentMessage,
  tags,
} from '#test/support/attribution-factory';
import { makePaths, type PathRows } from '#test/support/path-factory';
import { rollUpAll } from '#test/support/rollups.ts';
import { makeShop } from '#test/support/shop-factory';

const NOVEMBER = periodOf('2026-11-01', '2026-11-30', 'Europe/Berlin');
const GOOGLE = { source: 'Google', channel: 'paid_search' };

let shop: Shop;
let mugs: SentMessage;
beforeEach(async () => {
  shop = await makeShop();
  mugs = await makeSentMessage(shop, { sentAt: before({ days: 20 }) });
});

const compared = (dimension: Dimension, measure: Measure = 'revenue') =>
  modelsCompared(shop, NOVEMBER, dimension, measure);

/** What each row says under each model. */
const figures = ({ columns, rows }: ModelsComparedView) =>
  Object.fromEntries(
    rows.map(({ name, cells }) => [
      name,
      Object.fromEntries(columns.map(({ model }, index) => [model, cells[index]?.text ?? null])),
    ]),
  );

const columnOf = ({ columns }: ModelsComparedView, model: string) =>
  columns.findIndex((column) => column.model === model);

const byMugs = (hoursBefore: number) => ({
  ...{ hoursBefore, versionId: mugs.version.id },
  ...{ source: 'newsletter', channel: 'email' },
});

describe('the models compared', () => {
  beforeEach(async () => {
    await makePaths(shop, [
      { valueMinor: 1_000n, touches: [byMugs(48), { hoursBefore: 1, ...GOOGLE }] },
      { valueMinor: 501n, touches: [byMugs(30), { hoursBefore: 20, ...GOOGLE }, byMugs(2)] },
      { valueMinor: 700n, touches: [{ hoursBefore: 3, ...GOOGLE }] },
    ]);
  });

  it('stand side by side for each message, channel and source, by the same paths', async () => {
    const own = {
      last_click: '€5.01',
      first_click: '€15.01',
      any_click: '€15.01',
      linear: '€8.34', // 5.00 + 1.67 + 1.67
      position_based: '€9.01', // 5.00 + 2.01 + 2.00
      time_decay: '€7.88', // 4.52 + 3.36, by halves over 7 days
    };
    const google = {
      last_click: '€17.00',
      first_click: '€7.00',
      any_click: '€22.01',
      linear: '€13.67',
      position_based: '€13.00',
    };
    expect(figures(await compared('message'))).toMatchObject({ 'Warm hands': own, 'Other sources': google });
    expect(figures(await compared('campaign'))).toMatchObject({
      'Winter mugs': own,
      'Other sources': google,
    });
    expect(figures(await compared('channel'))).toMatchObject({ Email: own, 'Paid Search': google });
    const view = await compared('source');
    expect(figures(view)).toMatchObject({ newsletter: own, Google: google });
    expect(view.totals[columnOf(view, 'any_click')]).toBe('€37.02');
    expect(view.anyClick).toBe(
      'Any click gives every visit the whole order: its column sums above the total by design.',
    );
    for (const model of RULE_MODELS.filter((each) => each !== 'any_click'))
      expect(view.totals[columnOf(view, model)]).toBe('€22.01');
    expect(view.sentence).toBe(
      'By last click, your rule, your messages earned €5.01 of the €22.01 that orders with a known visit came to; ' +
        'by the other rules between €7.88 and €15.01.',
    );
  });

  it('share orders as they share money', async () => {
    const view = await compared('channel', 'orders');
    expect(figures(view)).toMatchObject({
      Email: { last_click: '1', first_click: '2', any_click: '2', linear: '1.2' },
      'Paid Search': { last_click: '2', first_click: '1', any_click: '3', linear: '1.8' },
    });
    expect(view.totals[columnOf(view, 'linear')]).toBe('3');
  });

  it('lead from a row to its campaign, or to the orders with such visits', async () => {
    const [message] = (await compared('message')).rows.filter(({ name }) => name === 'Warm hands');
    expect(message).toMatchObject({ campaignId: String(mugs.campaign.id), detail: 'Email · Winter mugs' });
    const channels = (await compared('channel')).rows.map(({ visits }) => visits);
    expect(channels).toEqual([{ channel: 'paid_search' }, { channel: 'email' }]);
    expect((await compared('source')).rows.map(({ visits }) => visits)).toEqual([
      { source: 'Google' },
      { source: 'newsletter' },
    ]);
  });

  it('leave out what no rule can share, and say how much', async () => {
    await makePaths(shop, [
      { touches: [byMugs(1)], bucket: 'pending', reason: 'journey_waiting' },
      { touches: [byMugs(1)], bucket: 'excluded', reason: 'test' },
      { touches: [byMugs(1)], bucket: 'untrackable', reason: 'subscription_renewal' },
      { touches: [byMugs(1)], currency: 'USD' },
      { touches: [byMugs(24 * 6)] },
      { touches: [byMugs(1)], placedAt: new Date('2026-12-02T10:00:00Z') },
      { touches: [], bucket: 'credited', reason: 'last_click' },
    ]);
    const view = await compared('channel');
    expect(view.totals[columnOf(view, 'last_click')]).toBe('€22.01');
    expect(view.leftOut).toEqual([
      '1 order is not decided yet: Shopify is still asked how the visitor came.',
      '1 renewal of subscriptions: nobody visits the shop for one, and it goes to who won the first order.',
      '1 order is credited and came before paths were kept.',
      '1 order is in another currency than the shop’s.',
    ]);
  });

  it('read the window of each channel and the scope out of the settings', async () => {
    await insertSettings(
      shop.id,
      { ...DEFAULT_SETTINGS, version: 2, scope: 'messages_only', channelWindows: { email: 1 } },
      PLACED_AT,
      db,
    );
    const view = await compared('message');
    const told = figures(view);
    expect(Object.keys(told)).toEqual(['Warm hands']);
    expect(told).toMatchObject({ 'Warm hands': { last_click: '€5.01', linear: '€5.01' } });
    expect(view.basis).toContain('visits from your messages only within 5 days (Email 1) before the order.');
  });

  it('show nothing of another shop, and say where there is nothing', async () => {
    const other = await makeShop();
    const view = await modelsCompared(other, NOVEMBER, 'channel', 'revenue');
    expect(view).toMatchObject({
      rows: [],
      empty: true,
      standBack: null,
      sentence: 'No order of this period has a visit that counts.',
    });
  });
});

describe('Markov and Shapley', () => {
  it('stand back in a plain sentence where the data are too few, and show no zero', async () => {
    await makePaths(shop, [{ touches: [byMugs(48), { hoursBefore: 1, ...GOOGLE }] }]);
    const view = await compared('channel');
    expect(view.standBack).toBe(
      'Too few data for a data-driven model: 1 order with a journey, and at least 300 are needed.',
    );
    expect(view.intervals).toBeNull();
    for (const model of ['markov', 'shapley']) {
      expect(view.rows.map(({ cells }) => cells[columnOf(view, model)]?.text)).toEqual([null, null]);
      expect(view.totals[columnOf(view, model)]).toBe('–');
    }
  });

  it('share the whole, each figure within its interval', async () => {
    await makePaths(shop, [
      ...Array.from({ length: 200 }, () => ({ touches: [byMugs(48), { hoursBefore: 1, ...GOOGLE }] })),
      ...Array.from({ length: 100 }, () => ({ touches: [byMugs(5)] })),
      ...Array.from({ length: 60 }, () => ({ touches: [{ hoursBefore: 3, ...GOOGLE }] })),
    ]);
    const view = await compared('channel');
    expect(view.standBack).toBeNull();
    // Shapley: 100 alone and half of 200, at 50.00 each.
    expect(figures(view)).toMatchObject({
      Email: { shapley: '€10,000.00' },
      'Paid Search': { shapley: '€8,000.00' },
    });
    const minor = (text: string) => parseAmount(text.replaceAll(/[€,]/g, ''), 'EUR');
    for (const model of ['markov', 'shapley']) {
      const column = columnOf(view, model);
      expect(view.totals[column]).toBe('€18,000.00');
      for (const { cells } of view.rows) {
        const { text, interval } = cells[column] ?? {};
        const [low = 0n, high = 0n] = (interval?.text ?? '').split(' to ').map(minor);
        expect(low).toBeLessThan(high);
        expect(minor(text ?? '')).toBeGreaterThanOrEqual(low);
        expect(minor(text ?? '')).toBeLessThanOrEqual(high);
      }
    }
    expect(await compared('channel')).toEqual(view);
    const { columns, rows } = modelsFile(view, 'Channel');
    const row = rows.find(({ cells }) => cells[0]?.raw === 'Email');
    const email = Object.fromEntries(
      columns.map(({ title }, place) => [title, row?.cells[place]?.raw ?? '']),
    );
    expect(email).toMatchObject({ Channel: 'Email', Of: '', Shapley: '10000.00' });
    expect(Number(email['Shapley, from'])).toBeLessThan(10_000);
    expect(Number(email['Shapley, to'])).toBeGreaterThan(10_000);
    expect(columns.map(({ title }) => title)).not.toContain('Linear, from');
  });

  it('weigh the rows that most orders came by, and the smaller ones as one', async () => {
    const sources = Array.from({ length: 14 }, (_, index) => `site-${String(index).padStart(2, '0')}.test`);
    const paths = sources.flatMap((source, index) =>
      Array.from({ length: 40 - index }, () => ({
        touches: [byMugs(30), { hoursBefore: 2, source, channel: 'referral' }],
      })),
    );
    await makePaths(shop, paths);
    const view = await compared('source');
    const shapley = columnOf(view, 'shapley');
    const unknown = view.rows.filter(({ cells }) => cells[shapley]?.text === null).map(({ name }) => name);
    expect(unknown.toSorted()).toEqual(['site-11.test', 'site-12.test', 'site-13.test']);
    const together = view.rows.at(-1);
    expect(together).toMatchObject({ name: 'All smaller ones together' });
    expect(together?.cells[columnOf(view, 'last_click')]?.text).toBeNull();
    // Half of 29, 28 and 27 orders of 50.00.
    expect(together?.cells[shapley]?.text).toBe('€2,100.00');
  });
});

describe('over random orders', () => {
  it('agrees with the tables, counted another way, in every row', async () => {
    const sources = [byMugs(0), { ...GOOGLE }, { source: 'Bing', channel: 'organic_search' }];
    const paths = fc.sample(
      fc.record({
        valueMinor: fc.bigInt(-500n, 100_000n),
        touches: fc.uniqueArray(
          fc.record({ hoursBefore: fc.integer({ min: 0, max: 150 }), of: fc.constantFrom(...sources) }),
          { selector: ({ hoursBefore }) => hoursBefore, maxLength: 6 },
        ),
      }),
      { numRuns: 80, seed: 3 },
    );
    await makePaths(
      shop,
      paths.map(({ valueMinor, touches }): PathRows => ({
        valueMinor,
        touches: touches.map(({ hoursBefore, of }) => ({ ...of, hoursBefore })),
      })),
    );
    const { rows } = await pool.query<Record<string, string>>(
      `WITH touches AS (
         SELECT t.source, o.value_minor AS value,
                row_number() OVER w AS nth, count(*) OVER (PARTITION BY o.id) AS n,
                row_number() OVER (PARTITION BY o.id, t.source ORDER BY t.touch_at) AS nth_of_source
         FROM "order" o JOIN order_touch t ON t.shop_id = o.shop_id AND t.order_id = o.id
         WHERE o.shop_id = $1 AND o.processed_at - t.touch_at <= interval '5 days'
         WINDOW w AS (PARTITION BY o.id ORDER BY t.touch_at))
       SELECT source, coalesce(sum(value) FILTER (WHERE nth = n), 0) AS last_click,
              coalesce(sum(value) FILTER (WHERE nth = 1), 0) AS first_click,
              coalesce(sum(value) FILTER (WHERE nth_of_source = 1), 0) AS any_click,
              sum(sign(value) * (div(abs(value), n) + CASE WHEN nth <= mod(abs(value), n) THEN 1 ELSE 0 END)) AS linear
       FROM touches GROUP BY source`,
      [shop.id],
    );
    const view = await compared('source');
    const told = figures(view);
    expect(Object.keys(told)).toHaveLength(3);
    for (const { source = '', ...table } of rows)
      for (const [model, minor] of Object.entries(table))
        expect([source, model, told[source]?.[model]]).toEqual([
          source,
          model,
          formatMoney({ minor: BigInt(minor), currency: 'EUR' }),
        ]);
  });

  it('gives each message what it would be credited were the model the shop’s own', async () => {
    const socks = await makeSentMessage(shop, { subject: 'Cold feet', sentAt: before({ days: 20 }) });
    const landings = fc.sample(
      fc.uniqueArray(
        fc.record({
          hours: fc.integer({ min: 1, max: 140 }),
          utm: fc.constantFrom(
            tags({ id: mugs.version.publicId }),
            tags({ id: socks.version.publicId }),
            tags({ source: 'google', medium: 'cpc', campaign: 'tea' }),
          ),
        }),
        { selector: ({ hours }) => hours, maxLength: 5 },
      ),
      { numRuns: 25, seed: 5 },
    );
    const ids: bigint[] = [];
    for (const [index, visits] of landings.entries()) {
      const order = await makeOrder(shop, { valueMinor: BigInt(1_001 + index * 97) });
      await makeCheckout(
        shop,
        `checkout-${order.id}`,
        visits.map(({ hours, utm }) => ({ at: before({ hours }), utm })),
      );
      await makeJourney(shop, order.id, 'absent');
      ids.push(order.id);
    }
    await attributeOrders(shop.id, ids, PLACED_AT);
    const facts = await gatherEvidence(shop.id, ids, db);
    const view = await compared('message');
    for (const model of RULE_MODELS) {
      const credits = facts.flatMap((one) => decide(one, { ...DEFAULT_SETTINGS, model }).credits);
      for (const { version } of [mugs, socks]) {
        const minor = credits
          .filter(({ versionId }) => versionId === version.id)
          .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
        expect([model, figures(view)[version.subject]?.[model]]).toEqual([
          model,
          formatMoney({ minor, currency: 'EUR' }),
        ]);
      }
    }
    await rollUpAll(shop);
    const { creditedRevenue } = await salesOverview(shop, NOVEMBER);
    expect(view.sentence).toContain(`your messages earned ${creditedRevenue.value} of`);
  });
});
