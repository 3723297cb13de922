import { beforeEach, describe, expect, it } from 'vitest';
import { attributeOrders } from '~/attribution/attribute-orders.server';
import { contradictionSentence } from '~/attribution/contradiction';
import { decide } from '~/attribution/decide';
import { readReceipts } from '~/attribution/read-receipts.server';
import { receiptOf } from '~/attribution/receipt';
import { receiptSentence } from '~/attribution/receipt-text';
import { db, type Shop } from '~/db.server';
import {
  before,
  clickFact,
  facts,
  landing,
  makeCheckout,
  makeOrder,
  makeSentMessage,
  OUR_TAGS,
  PLACED_AT,
  SETTINGS,
  tags,
  versionFact,
} from '#test/support/attribution-factory';
import { makeShop } from '#test/support/shop-factory';

const NOW = new Date('2026-11-24T12:05:00Z');
const coded = (some: Parameters<typeof versionFact>[0] = {}) =>
  versionFact({ discountCode: 'mug10', frozenAt: before({ days: 2 }), ...some });
const order = { discountCodes: ['mug10'] };
const ready = { state: 'ready' as const, visits: [] };

const earned = (some: Parameters<typeof facts>[0]) =>
  decide(facts({ versions: [coded()], journey: ready, order, ...some }), SETTINGS).credits.map(
    ({ versionId, touch }) => [versionId, touch.grade],
  );

describe('a campaign’s own discount code', () => {
  it('earns its message an order of which nothing else is known', () => {
    expect(earned({})).toEqual([[1n, 'discount_code']]);
    expect(earned({ order: { discountCodes: [] } })).toEqual([]);
    expect(earned({ order: { discountCodes: ['mug1'] } })).toEqual([]);
  });

  it('earns nothing where the message was sent after the order, before the window, or without tracking', () => {
    expect(earned({ versions: [coded({ frozenAt: before({ minutes: -1 }) })] })).toEqual([]);
    expect(earned({ versions: [coded({ frozenAt: before({ days: 6 }) })] })).toEqual([]);
    expect(earned({ versions: [coded({ tracked: false })] })).toEqual([]);
  });

  it('counts from when the message went to the customer, where that is known', () => {
    const versions = [coded({ frozenAt: before({ days: 6 }) })];
    expect(earned({ versions, sends: [{ versionId: 1n, at: before({ days: 3 }) }] })).toEqual([
      [1n, 'discount_code'],
    ]);
    expect(earned({ versions, sends: [{ versionId: 2n, at: before({ days: 3 }) }] })).toEqual([]);
  });

  it('means the last message before the order, where several have it', () => {
    const versions = [
      coded({ id: 1n }),
      coded({ id: 2n, frozenAt: before({ days: 1 }) }),
      coded({ id: 3n, frozenAt: before({ hours: -1 }) }),
    ];
    expect(earned({ versions })).toEqual([[2n, 'discount_code']]);
    expect(earned({ versions: versions.toReversed() })).toEqual([[2n, 'discount_code']]);
  });

  describe('of variants', () => {
    const [a, b] = [coded({ id: 1n, variant: 'A' }), coded({ id: 2n, variant: 'B', publicId: 'mug2' })];
    const toB = [{ versionId: 2n, at: before({ days: 1 }) }];

    it('speaks for the one that the customer received', () => {
      expect(earned({ versions: [a, b], sends: toB })).toEqual([[2n, 'discount_code']]);
    });

    it('speaks for the one that other evidence names, whoever received which', () => {
      const visit = landing({ at: before({ hours: 3 }), utm: tags({ ...OUR_TAGS, id: 'mug2' }) });
      const seen = facts({ versions: [a, b], order, journey: { state: 'ready', visits: [visit] } });
      const { path } = decide(seen, SETTINGS);
      expect(path.map(({ origin, sightings }) => [origin, sightings.map(({ grade }) => grade)])).toEqual([
        [{ kind: 'message', versionId: 2n }, ['journey_tags', 'discount_code']],
      ]);
    });

    it('speaks for the first where nobody knows which was received, whenever each was frozen', () => {
      const later = { ...a, frozenAt: before({ days: 1 }) };
      for (const versions of [
        [a, b],
        [b, a],
        [later, b],
        [{ ...b, frozenAt: before({ days: 1 }) }, a],
      ])
        expect(earned({ versions })).toEqual([[1n, 'discount_code']]);
    });

    it('prefers a campaign that the customer received to one that went out later', () => {
      const next = coded({ id: 3n, campaignId: 11n, frozenAt: before({ hours: 1 }) });
      expect(earned({ versions: [a, b, next], sends: toB })).toEqual([[2n, 'discount_code']]);
      expect(earned({ versions: [a, b, next] })).toEqual([[3n, 'discount_code']]);
    });
  });

  it('gives way to a later visit from elsewhere, and stands behind better evidence of the same message', () => {
    const ad = { at: before({ hours: 3 }), utm: tags({ source: 'google', medium: 'cpc' }) };
    expect(earned({ journey: { state: 'ready', visits: [landing(ad)] } })).toEqual([]);
    const click = clickFact();
    expect(earned({ clicks: [click], order: { ...order, cartClickId: click.id } })).toEqual([
      [1n, 'cart_click_id'],
    ]);
  });

  it('waits for what Shopify’s journey may say', () => {
    const some = facts({ versions: [coded()], order, journey: { state: 'waiting', visits: [] } });
    expect(decide(some, SETTINGS).bucket).toBe('pending');
  });
});

describe('the receipt', () => {
  const receipt = (some: Parameters<typeof facts>[0]) => {
    const all = facts({ versions: [coded()], journey: ready, order, ...some });
    return receiptOf(all, SETTINGS, decide(all, SETTINGS));
  };

  it('says that the code decided, and shows it in the trail and the evidence', () => {
    const told = receipt({});
    expect(receiptSentence(told, (iso) => iso)).toContain(
      'because the order was placed with its discount code',
    );
    expect(told.trail).toContainEqual(
      expect.objectContaining({ kind: 'code', deciding: true, grade: 'discount_code' }),
    );
    expect(told.evidence).toMatchObject([{ grade: 'discount_code', tags: 'discount code mug10' }]);
  });

  it('says of a campaign in variants which one the code speaks for, and why', () => {
    const versions = [coded({ variant: 'A' }), coded({ id: 2n, variant: 'B' })];
    const sends = [{ versionId: 2n, at: before({ days: 1 }) }];
    const sentence = (some: Parameters<typeof facts>[0]) => receiptSentence(receipt(some), (iso) => iso);
    expect(sentence({ versions, sends })).toContain('and B is what the customer received.');
    expect(sentence({ versions })).toContain('so variant A stands for the campaign.');
    expect(sentence({})).not.toContain('variant');
  });

  it('says of a code that earned nothing that its message was sent too early, or a visit came after it', () => {
    const sentence = (some: Parameters<typeof facts>[0]) => receiptSentence(receipt(some), (iso) => iso);
    const early = [coded({ frozenAt: before({ days: 6 }) })];
    expect(sentence({ versions: early, checkouts: [{ at: PLACED_AT }] })).toContain(
      '“Warm hands” (campaign “Winter mugs”), whose discount code was entered, was sent too long before the order.',
    );
    const ad = landing({ at: before({ hours: 3 }), utm: tags({ source: 'google', medium: 'cpc' }) });
    expect(sentence({ journey: { state: 'ready', visits: [ad] } })).toContain(
      'after “Warm hands” (campaign “Winter mugs”) was sent, whose discount code was entered, the visitor came',
    );
  });

  it('states in a sentence that two kinds of evidence name different messages', () => {
    const other = versionFact({
      id: 2n,
      publicId: 'mug2',
      subject: 'Cold feet',
      campaign: 'Socks',
      utm: { ...OUR_TAGS, campaign: 'socks' },
    });
    const visit = landing({ at: before({ hours: 3 }), utm: tags({ ...OUR_TAGS, campaign: 'socks' }) });
    const both = { versions: [coded(), other], journey: { state: 'ready' as const, visits: [visit] } };
    expect(contradictionSentence(receipt(both))).toBe(
      'The evidence disagrees: the tags in Shopify’s journey name “Cold feet” (campaign “Socks”); ' +
        'the discount code names “Warm hands” (campaign “Winter mugs”). ' +
        'Of several touches the rule decides, and of several signs of one touch the better one.',
    );
    expect(receipt(both).credits).toMatchObject([{ versionId: '2' }]);
  });

  it('states none where all evidence agrees, also over several visits', () => {
    expect(contradictionSentence(receipt({}))).toBeNull();
    const visits = [landing({ at: before({ hours: 3 }), utm: tags(OUR_TAGS) })];
    expect(contradictionSentence(receipt({ journey: { state: 'ready', visits } }))).toBeNull();
  });
});

describe('an order that was placed with a code', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await makeShop();
  });

  it('finds the message of its own shop, and no other shop’s', async () => {
    const sent = await makeSentMessage(shop, { discountCode: 'mug10' });
    const other = await makeShop();
    await makeSentMessage(other, { discountCode: 'elsewhere5' });
    const mine = await makeOrder(shop, { discountCodes: 'elsewhere5,mug10' });
    const stranger = await makeOrder(shop, { discountCodes: 'elsewhere5' });
    for (const { id } of [mine, stranger]) {
      await makeCheckout(shop, `checkout-${id}`);
      await db.orderJourney.create({ data: { shopId: shop.id, orderId: id, state: 'ready', visits: [] } });
    }
    await attributeOrders(shop.id, [mine.id, stranger.id], NOW);
    const credits = await db.credit.findMany({ where: { shopId: shop.id } });
    expect(credits.map(({ orderId, versionId, grade }) => [orderId, versionId, grade])).toEqual([
      [mine.id, sent.version.id, 'discount_code'],
    ]);
    const receipts = await readReceipts(shop.id, [mine.id], db);
    expect(receipts.get(mine.id)?.deciding?.grade).toBe('discount_code');
  });
});
