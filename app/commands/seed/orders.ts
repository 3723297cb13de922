import { buy, type Landing, orderScenario, type Purchase } from '~/commands/seed/buying';
import { ago, after, type Scenario, type Stage } from '~/commands/seed/scenario';
import type { RefundFacts } from '~/orders/order';

const HOUR = 60;
const DAY = 24 * HOUR;

/** An order placed so many days ago; the rest depends on when that is. */
const bought = (
  nth: number,
  shows: string,
  days: number,
  rest: (at: Date, stage: Stage) => Partial<Purchase> = () => ({}),
): Scenario =>
  orderScenario(nth, shows, async (stage, number) => {
    const at = ago(stage, { days });
    await buy(stage, { nth: number, at, ...rest(at, stage) });
  });

const search = (at: Date): Landing => ({ at, source: 'google', medium: 'cpc', campaign: 'tea', path: '/' });
const refund = (id: bigint, processedAt: Date, some: Partial<RefundFacts> = {}): RefundFacts => ({
  id,
  processedAt,
  goodsMinor: 3_000n,
  shippingMinor: 0n,
  dutyMinor: 0n,
  taxMinor: 0n,
  totalMinor: 3_000n,
  ...some,
});
const back = (goods: bigint) => ({ goodsMinor: goods, shippingMinor: 500n, totalMinor: goods + 500n });
const byApp = (sourceName: string) => () => ({
  facts: { sourceName, checkoutToken: null, cartToken: null },
});

/** Orders that no message earned, in every bucket but the credited one, and money of every kind. */
export const orders: Scenario[] = [
  bought(101, 'no touch: a direct visit', 1, () => ({ landings: [] })),
  bought(102, 'no touch: a search ad', 2, (at) => ({ landings: [search(after(at, -2 * HOUR))] })),
  bought(103, 'no touch: a link on another site', 3, (at) => ({
    landings: [{ at: after(at, -DAY), ref: 'https://tea-blog.example/best-pots', path: '/' }],
  })),
  bought(104, 'consent absent: nobody saw anything', 1),
  bought(105, 'untrackable: point of sale', 2, byApp('pos')),
  bought(106, 'untrackable: a draft order', 3, byApp('shopify_draft_order')),
  bought(107, 'untrackable: a renewal of a subscription', 4, byApp('subscription_contract')),
  bought(108, 'untrackable: made by another app', 4, byApp('1234567')),
  bought(109, 'pending: Shopify does not know the journey yet', 0, () => ({ journey: 'waiting' })),
  bought(110, 'excluded: a test order', 1, () => ({ facts: { test: true, financialStatus: 'paid' } })),
  bought(111, 'excluded: deleted in Shopify', 6, () => ({ deleted: true })),
  bought(112, 'the first order of a subscription', 5, (at) => ({
    facts: { sellingPlan: true },
    landings: [search(after(at, -HOUR))],
  })),
  bought(113, 'a gift card bought', 6, () => ({
    facts: { grossMinor: 0n, giftCardMinor: 10_000n, shippingMinor: 0n },
  })),
  bought(114, 'paid by gift card, with a tip', 6, () => ({
    facts: { paidByGiftCard: true, tipMinor: 300n, totalMinor: 10_300n, presentmentMinor: 10_300n },
  })),
  bought(115, 'paid in another currency', 7, (_, { shop }) => ({
    facts: { presentmentCurrency: shop.currency === 'USD' ? 'EUR' : 'USD', presentmentMinor: 10_870n },
  })),
  bought(116, 'refunded in part', 8, (at) => ({ facts: { refunds: [refund(116n, after(at, DAY))] } })),
  bought(117, 'refunded', 8, (at) => ({
    facts: { financialStatus: 'refunded', refunds: [refund(117n, after(at, DAY), back(9_500n))] },
  })),
  bought(118, 'more sent back than it cost', 9, (at) => ({
    facts: {
      financialStatus: 'refunded',
      refunds: [refund(118n, after(at, DAY), { ...back(9_500n), totalMinor: 11_000n })],
    },
  })),
  bought(119, 'cancelled and refunded', 9, (at) => ({
    facts: {
      financialStatus: 'refunded',
      cancelledAt: after(at, HOUR),
      refunds: [refund(119n, after(at, HOUR), back(9_500n))],
    },
  })),
  bought(120, 'cancelled before it was paid', 9, (at) => ({
    facts: { financialStatus: 'voided', cancelledAt: after(at, HOUR), editMinor: -10_000n },
  })),
  bought(121, 'something added afterwards', 10, () => ({ facts: { editMinor: 2_000n } })),
  bought(122, 'something taken out before it was paid', 10, () => ({ facts: { editMinor: -2_000n } })),
  bought(123, 'exchanged for something else', 11, (at) => ({
    facts: { editMinor: 2_500n, refunds: [refund(123n, after(at, DAY), { totalMinor: 500n })] },
  })),
  bought(124, 'payment disputed', 12, () => ({ facts: { dispute: 'needs_response' } })),
  bought(125, 'payment charged back', 13, () => ({ facts: { dispute: 'lost' } })),
];
