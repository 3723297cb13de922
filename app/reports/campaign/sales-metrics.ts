import { countMetric, type Metric, moneyMetric, shareMetric } from '~/reports/metric';

/** What messages earned; money in minor units of the shop's currency, without orders in another one. */
export interface Earned {
  /** Each once, in whatever currency. */
  orders: number;
  /** Of orders in the shop's currency, their shares in millionths. */
  ordersPpm: bigint;
  /** After refunds and edits. */
  amountMinor: bigint;
  /** When the orders were placed. */
  soldMinor: bigint;
}

export const NOTHING_EARNED: Earned = { orders: 0, ordersPpm: 0n, amountMinor: 0n, soldMinor: 0n };

interface SalesData {
  earned: Earned;
  currency: string;
  delivered: number;
  /** People who clicked. */
  clickers: number;
  /** Whether orders of this campaign are known, and whether its clicks are. */
  knows: { sales: boolean; clicks: boolean };
  /** Why not, and why there is nothing to divide by, as sentences. */
  because: { noSales: string; noClicks: string; noDelivery: string };
  /** Under which rule orders are credited. */
  rule: string;
}

export interface SalesMetrics {
  orders: Metric;
  revenue: Metric;
  gross: Metric;
  refunds: Metric;
  averageOrder: Metric;
  conversionRate: Metric;
  clickConversion: Metric;
  revenuePerRecipient: Metric;
  revenuePerClick: Metric;
}

/** What a campaign earned, and that for each order, recipient and person who clicked. */
export function salesMetrics(data: SalesData): SalesMetrics {
  const { earned, currency, delivered, clickers, knows, because, rule } = data;
  const sold = <T>(known: T) => (knows.sales ? known : undefined);
  const clicked = <T>(known: T) => (knows.sales && knows.clicks ? known : undefined);
  const money = (minor: bigint) => ({ minor, currency });
  const each = (of: bigint) => (of > 0n ? money(halfUp(earned.amountMinor, of)) : undefined);
  const noRecipient = knows.sales ? because.noDelivery : because.noSales;
  const noClicker = !knows.sales
    ? because.noSales
    : knows.clicks
      ? 'Nobody has clicked yet.'
      : because.noClicks;
  return {
    orders: countMetric(
      { name: 'Credited orders', definition: `Orders that this campaign earned. ${rule}` },
      sold(earned.orders),
      undefined,
      because.noSales,
    ),
    revenue: moneyMetric(
      {
        name: 'Credited revenue',
        definition: `Total sales of the orders that this campaign earned, after refunds and edits. ${rule}`,
      },
      sold(money(earned.amountMinor)),
      undefined,
      because.noSales,
    ),
    gross: moneyMetric(
      {
        name: 'Before refunds',
        definition: `What the same orders were worth when they were placed. ${rule}`,
      },
      sold(money(earned.soldMinor)),
      undefined,
      because.noSales,
    ),
    refunds: moneyMetric(
      {
        name: 'Refunds and edits',
        definition: `What refunds, edits and cancellations took off these orders since; in the credited revenue already. ${rule}`,
      },
      sold(money(earned.amountMinor - earned.soldMinor)),
      undefined,
      because.noSales,
    ),
    averageOrder: moneyMetric(
      {
        name: 'Average order',
        definition: `Credited revenue divided by credited orders; an order that messages share counts with its share. ${rule}`,
      },
      sold(
        earned.ordersPpm > 0n ? money(halfUp(earned.amountMinor * 1_000_000n, earned.ordersPpm)) : undefined,
      ),
      undefined,
      knows.sales ? 'No order yet.' : because.noSales,
    ),
    conversionRate: shareMetric(
      { name: 'Conversion rate', definition: `Credited orders divided by delivered messages. ${rule}` },
      sold({ part: earned.orders, whole: delivered }),
      undefined,
      noRecipient,
    ),
    clickConversion: shareMetric(
      { name: 'Orders per click', definition: `Credited orders divided by unique clicks. ${rule}` },
      clicked({ part: earned.orders, whole: clickers }),
      undefined,
      noClicker,
    ),
    revenuePerRecipient: moneyMetric(
      {
        name: 'Revenue per recipient',
        definition: `Credited revenue divided by delivered messages. ${rule}`,
      },
      sold(each(BigInt(delivered))),
      undefined,
      noRecipient,
    ),
    revenuePerClick: moneyMetric(
      { name: 'Revenue per click', definition: `Credited revenue divided by unique clicks. ${rule}` },
      clicked(each(BigInt(clickers))),
      undefined,
      noClicker,
    ),
  };
}

/** Rounded half up, below zero too. */
function halfUp(amount: bigint, by: bigint): bigint {
  const doubled = amount * 2n + by;
  const whole = doubled / (by * 2n);
  return doubled < 0n && doubled % (by * 2n) !== 0n ? whole - 1n : whole;
}
