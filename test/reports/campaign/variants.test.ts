import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { readReceipts } from '~/attribution/read-receipts.server';
import { WINNER_METRICS } from '~/campaigns/variants';
import { db, type MessageVersion, type Shop } from '~/db.server';
import { campaignReport } from '~/reports/campaign/query.server';
import { variantFigures as figuresOf } from '~/reports/campaign/variant-figures.server';
import { interpretVariants, type VariantsData } from '~/reports/campaign/variants';
import { usualRates } from '~/reports/usual-rates.server';
import {
  before,
  makeCheckout,
  makeClick,
  makeDelivery,
  makeOrder,
  makeSentMessage,
  PLACED_AT,
  type SentMessage,
  tags,
} from '#test/support/attribution-factory';
import { makeShop } from '#test/support/shop-factory';
import { variantFigures } from '#test/support/variant-factory';

const DAY = new Date('2026-11-24T00:00:00Z');

const viewOf = (some: Partial<VariantsData> = {}, now = DAY) =>
  interpretVariants(
    {
      figures: [variantFigures('A', { clicked: 40 }), variantFigures('B', { clicked: 80 })],
      headlines: new Map([
        ['A', 'Warm'],
        ['B', 'Cold'],
      ]),
      test: { percent: 50, metric: 'clicks', hours: 4 },
      choice: null,
      waiting: 0,
      chosenAt: DAY,
      earlyUntil: DAY,
      known: WINNER_METRICS,
      currency: 'EUR',
      ...some,
    },
    now,
    (at) => at.toISOString().slice(0, 10),
  );

describe('what is said of variants', () => {
  it('names the leader, both values and the interval of their difference where that is more than chance', () => {
    expect(viewOf()).toMatchObject({
      state: 'clear',
      verdict:
        'B leads, and that is more than chance: its click rate is 8%, that of A 4%, a difference of 4 points (interval 1.93 points to 6.12 points).',
      waiting: null,
    });
  });

  it('says that a lead may be chance, and that too little happened', () => {
    const close = [variantFigures('A', { clicked: 50 }), variantFigures('B', { clicked: 55 })];
    expect(viewOf({ figures: close }).verdict).toMatch(/^No clear winner: B leads by 0.5 points/);
    const few = [variantFigures('A', { clicked: 1 }), variantFigures('B')];
    expect(viewOf({ figures: few })).toMatchObject({ state: 'too_few' });
  });

  it('is too early while people still read it, or some wait, and says until when', () => {
    const early = viewOf({ earlyUntil: new Date(DAY.getTime() + 1) });
    expect(early).toMatchObject({
      state: 'early',
      verdict: expect.stringMatching(/^Too early to tell/) as string,
    });
    expect(viewOf({ waiting: 40 })).toMatchObject({
      waiting: '40',
      verdict: expect.stringMatching(
        /^40 contacts wait for the winner. It is chosen on 2026-11-24. Too early/,
      ) as string,
    });
    expect(viewOf({ waiting: 1, chosenAt: null }).verdict).toMatch(
      /^1 contact waits for the winner. It is chosen 4 hours after the last message of the test went out/,
    );
  });

  it('tells of a choice by the figures that it was made on, whatever came after', () => {
    const { verdict, rows } = viewOf({
      figures: [
        variantFigures('A', { clicked: 900 }),
        variantFigures('B', { delivered: 3_000, clicked: 90 }),
      ],
      choice: {
        variant: 'A',
        chosenBy: 'rule',
        metric: 'clicks',
        figures: [variantFigures('A', { clicked: 55 }), variantFigures('B', { clicked: 50 })],
        rest: 1_200,
        chosenAt: DAY,
      },
    });
    expect(verdict).toMatch(
      /^The rule chose A on 2026-11-24 for the other 1,200 contacts. As it stood then: no clear winner: A led by 0.5 points/,
    );
    expect(rows[1]).toMatchObject({ delivered: '3,000', clicked: '90' });
  });

  it('has money per recipient with its interval, and nothing of what is not known', () => {
    const rich = [
      variantFigures('A', {
        buyers: 20,
        orders: 20,
        revenueMinor: 100_000n,
        revenueSquares: 20 * 5_000 ** 2,
      }),
      variantFigures('B', {
        buyers: 90,
        orders: 95,
        revenueMinor: 450_000n,
        revenueSquares: 90 * 5_000 ** 2,
      }),
    ];
    const test = { percent: 100, metric: 'revenue' as const, hours: 4 };
    expect(viewOf({ figures: rich, test })).toMatchObject({
      state: 'clear',
      rows: [{ value: '€1.00 (€0.57 to €1.43)' }, { revenue: '€4,500.00' }],
    });
    expect(viewOf({ test, known: ['opens'] })).toMatchObject({
      state: 'unknown',
      rows: [{ clicked: null, orders: null, revenue: null, opened: '0', value: '–' }, {}],
    });
  });
});

describe('the figures of variants', () => {
  let shop: Shop;
  let sent: SentMessage;
  let second: MessageVersion;
  beforeEach(async () => {
    shop = await makeShop();
    sent = await makeSentMessage(shop);
    const {
      id: _,
      shopId,
      campaignId,
      ...message
    } = await db.message.findFirstOrThrow({
      where: { shopId: shop.id },
    });
    const b = await db.message.create({ data: { ...message, shopId, campaignId, variant: 'B' } });
    const { id: __, ...version } = sent.version;
    second = await db.messageVersion.create({
      data: { ...version, messageId: b.id, publicId: 'variant-b' },
    });
  });

  const sell = async (version: MessageVersion, customerId: bigint) => {
    const order = await makeOrder(shop, { customerId });
    await makeCheckout(shop, `checkout-${order.id}`, [
      { at: before({ hours: 1 }), utm: tags({ id: version.publicId }) },
    ]);
    await attributeOrders(shop.id, [order.id], PLACED_AT);
  };

  it('credit each order to the variant that it came through, and count a buyer once', async () => {
    const delivery = await makeDelivery(shop, second);
    await makeDelivery(shop, second);
    await makeDelivery(shop, second, { state: 'queued', reason: 'awaits_winner', sentAt: null });
    await makeClick(shop, { version: second, delivery }, before({ hours: 2 }));
    for (const customerId of [77n, 77n, 78n]) await sell(second, customerId);
    await sell(sent.version, 79n);
    expect(await figuresOf(shop, sent.campaign.id)).toEqual([
      expect.objectContaining({ variant: 'A', delivered: 1, clicked: 0, buyers: 1, orders: 1 }),
      {
        variant: 'B',
        delivered: 2,
        opened: 0,
        clicked: 1,
        buyers: 2,
        orders: 3,
        revenueMinor: 15_000n,
        revenueSquares: 10_000 ** 2 + 5_000 ** 2,
      },
    ]);
    const report = await campaignReport(shop, sent.campaign.id, PLACED_AT);
    expect(report?.variants?.rows.map(({ variant, orders, revenue }) => [variant, orders, revenue])).toEqual([
      ['A', '1', '€50.00'],
      ['B', '3', '€150.00'],
    ]);
    expect(report).toMatchObject({ variants: { waiting: '1' }, orders: { value: '4' } });
    const standings = await db.orderStanding.findMany({ where: { shopId: shop.id } });
    const ids = standings.map(({ orderId }) => orderId);
    const receipts = await readReceipts(shop.id, ids, db);
    const named = [...receipts.values()].flatMap(({ messages }) => messages.map(({ variant }) => variant));
    expect(new Set(named)).toEqual(new Set(['A', 'B']));
  });

  it('make the usual rates of the shop, of all campaigns of the channel together', async () => {
    const delivery = await makeDelivery(shop, second);
    await makeClick(shop, { version: second, delivery }, before({ hours: 2 }));
    await makeDelivery(shop, second);
    await sell(sent.version, 79n);
    expect(await usualRates(shop, 'email', PLACED_AT)).toEqual({
      clicks: 1 / 3,
      opens: undefined,
      orders: 1 / 3,
    });
    expect(await usualRates(shop, 'sms', PLACED_AT)).toEqual({});
  });

  it('are of no interest where there is one message alone', async () => {
    const alone = await makeSentMessage(shop, { name: 'Alone' });
    expect((await campaignReport(shop, alone.campaign.id, PLACED_AT))?.variants).toBeNull();
  });
});
