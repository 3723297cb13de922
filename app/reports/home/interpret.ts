import type { Settings } from '~/attribution/facts';
import { ruleSentence } from '~/attribution/rule-text';
import { type Channel, channelLabel } from '~/channels/channel';
import { formatMoney, type Money } from '~/lib/money';
import { formatMoment } from '~/lib/period';
import { dateBasis } from '~/reports/basis';
import {
  countMetric,
  formatCount,
  formatShare,
  type Metric,
  moneyMetric,
  shareMetric,
  shareOf,
} from '~/reports/metric';
import type { CreditSum, OrderSum, VersionReach } from '~/reports/sums.server';
import { byRevenue, countOrders, totalsOf } from '~/reports/totals';

export interface HomeView {
  setUp: SetUpStep[];
  setUpDone: boolean;
  /** "Last 30 days" */
  periodLabel: string;
  creditedRevenue: Metric;
  creditedOrders: Metric;
  creditedShare: Metric;
  conversionRate: Metric;
  /** At most three, by credited revenue of the period. */
  bestMessages: {
    versionId: string;
    campaignId: string | null;
    trackingLinkId: string | null;
    automationId: string | null;
    campaign: string;
    subject: string;
    orders: string;
    revenue: string;
  }[];
  health: {
    lastWebhook: string | null;
    lastPixelEvent: string | null;
    /** The last sweep that compared our orders with Shopify's; null before the first. */
    lastReconciled: string | null;
    /** What it found, before it repaired: "€0.00", with how many orders differed where some did. */
    reconciledDifference: string | null;
    /** When the oldest order was placed that is not decided yet. */
    oldestPending: string | null;
    /** Of the period: not decided yet. */
    pendingOrders: number;
    /** Share of the period's orders without consent: "4%"; null without orders. */
    withoutConsent: string | null;
  };
}

export interface SetUpStep {
  step: 'pixel' | 'webhooks' | 'sender' | 'first_message';
  title: string;
  done: boolean;
  /** What is so, or what to do. */
  detail: string;
  /** Whether that is done in the settings. */
  inSettings?: true;
}

interface PeriodSums {
  orders: OrderSum[];
  credits: CreditSum[];
  /** Tracked messages delivered. */
  delivered: number;
}

export interface HomeData {
  currency: string;
  zone: string;
  settings: Settings;
  setUp: {
    pixelConnected: boolean;
    pixelError: string | null;
    /** What e-mails come from. */
    sender: string;
    /** Whose stored credentials cannot be read any more. */
    unreadable: Channel[];
    /** Of the last message that was handed over, where it failed. */
    lastFailed: Channel | null;
    trackedVersions: number;
  };
  lastWebhookAt: Date | null;
  lastPixelAt: Date | null;
  /** Null before the first sweep. */
  lastSweep: { at: Date; differing: number; differenceMinor: bigint } | null;
  oldestPendingAt: Date | null;
  now: PeriodSums;
  before: PeriodSums;
  versions: VersionReach[];
}

/** So many are shown. */
export const BEST_MESSAGES = 3;

export function interpretHome(data: HomeData): HomeView {
  const { currency, zone, settings, now, before } = data;
  const money = (minor: bigint) => ({ minor, currency });
  const totals = totalsOf(now.orders, now.credits);
  const earlier = totalsOf(before.orders, before.credits);
  const rule = `${ruleSentence(settings)} ${dateBasis(zone)}`;
  const setUp = setUpOf(data);
  const ordersIn = (bucket: OrderSum['bucket']) =>
    countOrders(now.orders.filter((sums) => sums.bucket === bucket));
  const withoutConsent = shareOf({
    part: ordersIn('consent_absent'),
    whole: totals.orders,
  });
  const moment = (at: Date | null) => (at ? formatMoment(at, zone) : null);

  return {
    setUp,
    setUpDone: setUp.every(({ done }) => done),
    periodLabel: 'Last 30 days',
    creditedRevenue: moneyMetric(
      {
        name: 'Credited revenue',
        definition: `Total sales of the orders that your messages earned. ${rule}`,
      },
      money(totals.creditedMinor),
      money(earlier.creditedMinor),
    ),
    creditedOrders: countMetric(
      { name: 'Credited orders', definition: `Orders that one of your messages earned. ${rule}` },
      totals.creditedOrders,
      earlier.creditedOrders,
    ),
    creditedShare: shareMetric(
      { name: 'Credited share', definition: `Credited revenue as a share of total sales. ${rule}` },
      { part: totals.creditedMinor, whole: totals.salesMinor },
      { part: earlier.creditedMinor, whole: earlier.salesMinor },
      totals.orders === 0
        ? 'No orders were placed in the last 30 days.'
        : 'The orders of the last 30 days are worth nothing.',
    ),
    conversionRate: shareMetric(
      {
        name: 'Conversion rate',
        definition: `Orders of the period that sent messages earned, divided by the messages with sales tracking that were delivered in it. Tracking links are left out: they are sent to nobody. ${rule}`,
      },
      { part: totals.creditedToSent, whole: now.delivered },
      { part: earlier.creditedToSent, whole: before.delivered },
      'No message with sales tracking was delivered in the last 30 days.',
    ),
    bestMessages: byRevenue(data.versions, now.credits)
      .filter(({ orders }) => orders > 0)
      .map(({ version, orders, minor }) => ({
        versionId: String(version.versionId),
        campaignId: version.campaignId === null ? null : String(version.campaignId),
        trackingLinkId: version.trackingLinkId === null ? null : String(version.trackingLinkId),
        automationId: version.automationId === null ? null : String(version.automationId),
        campaign: version.campaign ?? version.subject,
        subject: version.subject,
        orders: formatCount(orders),
        revenue: formatMoney(money(minor)),
      })),
    health: {
      lastWebhook: moment(data.lastWebhookAt),
      lastPixelEvent: moment(data.lastPixelAt),
      lastReconciled: moment(data.lastSweep?.at ?? null),
      reconciledDifference: data.lastSweep && foundBy(data.lastSweep, money(data.lastSweep.differenceMinor)),
      oldestPending: moment(data.oldestPendingAt),
      pendingOrders: ordersIn('pending'),
      withoutConsent: withoutConsent === undefined ? null : formatShare(withoutConsent),
    },
  };
}

function foundBy({ differing }: { differing: number }, difference: Money): string {
  const amount = formatMoney(difference);
  if (differing === 0) return amount;
  return `${amount}, ${differing === 1 ? '1 order' : `${formatCount(differing)} orders`} repaired`;
}

function setUpOf({ setUp, lastWebhookAt, lastPixelAt, zone }: HomeData): SetUpStep[] {
  const pixel = !setUp.pixelConnected
    ? `The pixel is not active${setUp.pixelError ? ` (${setUp.pixelError})` : ''}. Open the app again to activate it.`
    : lastPixelAt
      ? `Last checkout seen on ${formatMoment(lastPixelAt, zone)}.`
      : 'Active. It reports when a visitor who allows it completes a checkout.';
  return [
    { step: 'pixel', title: 'Pixel connected', done: setUp.pixelConnected, detail: pixel },
    {
      step: 'webhooks',
      title: 'Orders arriving',
      done: lastWebhookAt !== null,
      detail: lastWebhookAt
        ? `Last word from Shopify on ${formatMoment(lastWebhookAt, zone)}.`
        : 'Shopify has not sent anything yet. The first order shows that it works.',
    },
    senderStep(setUp),
    {
      step: 'first_message',
      title: 'First tracked message',
      done: setUp.trackedVersions > 0,
      detail:
        setUp.trackedVersions > 0
          ? `${formatCount(setUp.trackedVersions)} sent with sales tracking.`
          : 'Create a campaign and turn on “Track sales from this campaign” on its Summary.',
    },
  ];
}

function senderStep({ sender, unreadable, lastFailed }: HomeData['setUp']): SetUpStep {
  const step = { step: 'sender' as const, title: 'Sender connected' };
  if (unreadable.length > 0) {
    const names = unreadable.map((channel) => channelLabel[channel]).join(', ');
    return {
      ...step,
      done: false,
      detail: `The stored credentials of ${names} cannot be read any more, because the app’s key was changed. Nothing is sent there until you enter them again.`,
      inSettings: true,
    };
  }
  return {
    ...step,
    done: lastFailed === null,
    detail: lastFailed
      ? `The last message by ${channelLabel[lastFailed]} failed. Its reason is on the campaign.`
      : `E-mails leave as ${sender}.`,
  };
}
