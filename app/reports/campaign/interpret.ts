import type { Settings } from '~/attribution/facts';
import { ruleSentence } from '~/attribution/rule-text';
import type { CampaignCost } from '~/campaigns/cost';
import { reasonInWords, stateInWords } from '~/messaging/delivery';
import type { ClickCounts } from '~/reports/clicks.server';
import type { OpenCounts } from '~/reports/opens.server';
import { countMetric, formatCount, type Metric, moneyMetric, shareMetric } from '~/reports/metric';
import { type BounceMetrics, bounceMetrics, type ReturnedCounts } from '~/reports/campaign/bounce-metrics';
import { costMetrics } from '~/reports/campaign/cost-metrics';
import type { HoldoutView } from '~/reports/campaign/lift';
import type { VariantsView } from '~/reports/campaign/variants';
import { machineReasonInWords } from '~/tracking/machine-reason';

export interface CampaignReportView extends BounceMetrics {
  campaignId: string;
  name: string;
  /** Whether sales are tracked: without it, orders and revenue are unknown. */
  tracked: boolean;
  /** Whether tracking was turned on after it was sent. */
  adopted: boolean;
  /** By another tool: deliveries and clicks are unknown. */
  sentElsewhere: boolean;
  audience: Metric;
  delivered: Metric;
  failed: Metric;
  unsubscribed: Metric;
  /** Of a WhatsApp message; other providers do not report it. */
  read: Metric;
  replies: Metric;
  /** Of an e-mail; on other channels nothing tells. */
  opened: Metric;
  openRate: Metric;
  machineOpens: Metric;
  uniqueClicks: Metric;
  totalClicks: Metric;
  machineClicks: Metric;
  /** Why clicks are machines', most first; sums to `machineClicks`. */
  machineReasons: { reason: string; count: string }[];
  clickRate: Metric;
  orders: Metric;
  revenue: Metric;
  conversionRate: Metric;
  revenuePerRecipient: Metric;
  cost: Metric;
  returnOnCost: Metric;
  /** Null where nobody was held out, or nothing was sent. */
  holdout: HoldoutView | null;
  /** Null where there is one alone, or nothing was sent. */
  variants: VariantsView | null;
  /** Of the deliveries: how many stand how, most first; sums to the audience. */
  deliveries: { state: string; label: string; reason: string | null; count: number; countText: string }[];
  /** Progress of sending: finished of all; null before the audience is known. */
  progress: { finished: number; all: number } | null;
  links: {
    variant: string | null;
    position: number;
    url: string;
    uniqueClicks: string;
    totalClicks: string;
  }[];
  /** "Last click within 5 days before the order, over all sources." */
  basis: string;
}

export interface CampaignReportData {
  campaign: { id: bigint; name: string; sentElsewhere: boolean };
  tracked: boolean;
  adopted: boolean;
  currency: string;
  settings: Settings;
  deliveries: { state: string; reason: string | null; count: number }[];
  unsubscribed: number;
  returned: ReturnedCounts;
  read: number;
  replies: number;
  opens: OpenCounts;
  clicks: ClickCounts;
  /** Whether it went out as a WhatsApp template, whose buttons lead past the app: their taps are unknown. */
  fromTemplate: boolean;
  /** Whether some of the clicks may be deleted, as old as they are: then how many there were is unknown. */
  clicksDropped: boolean;
  machineReasons: { reason: string | null; count: number }[];
  /** `variant`: its letter, where there are several. */
  links: { variant: string | null; position: number; url: string; clicks: ClickCounts }[];
  earned: { orders: number; amountMinor: bigint };
  cost: CampaignCost | null;
  holdout: HoldoutView | null;
  variants: VariantsView | null;
}

export function interpretCampaign(data: CampaignReportData): CampaignReportView {
  const { campaign, tracked, adopted, currency, settings, deliveries, clicks, earned } = data;
  const countOf = (...states: string[]) =>
    deliveries.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + count, 0);
  const all = deliveries.reduce((sum, { count }) => sum + count, 0);
  const started = all > 0;
  const delivered = countOf('sent', 'delivered');
  const rule = ruleSentence(settings);
  const value = { minor: earned.amountMinor, currency };

  const { sentElsewhere } = campaign;
  const notSent = sentElsewhere
    ? 'Another tool sent it: what became of its messages is not known here.'
    : 'Nothing has been sent yet.';
  const noSales = tracked ? notSent : 'Sales of this campaign are not tracked.';
  const noClicks = data.clicksDropped
    ? 'It was sent before the clicks that your settings keep.'
    : tracked && data.fromTemplate
      ? 'The buttons of a WhatsApp template lead straight to the shop, so taps are not counted. Orders are credited by their tags.'
      : tracked && !adopted
        ? notSent
        : 'Without sales tracking the links are sent as they were written.';
  const clicksUnknown = data.clicksDropped || data.fromTemplate;
  const noDelivery = sentElsewhere ? notSent : 'Nothing has been delivered yet.';
  const sent = <T>(known: T) => (started ? known : undefined);
  const sold = <T>(known: T) => ((started || sentElsewhere) && tracked ? known : undefined);
  const opened = <T>(known: T) => (data.clicksDropped ? undefined : sent(known));
  const noOpens = data.clicksDropped ? 'It was sent before the opens that your settings keep.' : notSent;
  const clicked = <T>(known: T) => (clicksUnknown || adopted ? undefined : sold(known));

  return {
    campaignId: String(campaign.id),
    name: campaign.name,
    tracked,
    adopted,
    sentElsewhere,
    audience: countMetric(
      { name: 'Audience', definition: 'Distinct contacts the message was meant for, skipped ones included.' },
      sent(all),
      undefined,
      notSent,
    ),
    delivered: countMetric(
      { name: 'Delivered', definition: 'Messages that the provider took and did not report as failed.' },
      sent(delivered),
      undefined,
      notSent,
    ),
    failed: countMetric(
      { name: 'Failed', definition: 'Messages that the provider refused, or reported as failed.' },
      sent(countOf('failed')),
      undefined,
      notSent,
    ),
    ...bounceMetrics(data.returned, sent({ delivered, failed: countOf('failed') }), notSent),
    unsubscribed: countMetric(
      {
        name: 'Unsubscribed',
        definition: 'Contacts who unsubscribed through this message, those included who agreed again later.',
      },
      sent(data.unsubscribed),
      undefined,
      notSent,
    ),
    read: countMetric(
      {
        name: 'Read',
        definition:
          'Messages that the provider reported as read. Who turned read receipts off is not counted.',
      },
      sent(data.read),
      undefined,
      notSent,
    ),
    replies: countMetric(
      { name: 'Replies', definition: 'Messages that recipients wrote back, STOP among them.' },
      sent(data.replies),
      undefined,
      notSent,
    ),
    opened: countMetric(
      {
        name: 'Opened',
        definition:
          'Recipients who displayed the e-mail with its images. Who reads without images is not counted; machines are left out.',
      },
      opened(data.opens.unique),
      undefined,
      noOpens,
    ),
    openRate: shareMetric(
      {
        name: 'Open rate',
        definition:
          'Recipients who displayed the e-mail, divided by delivered messages. Machines are left out.',
      },
      opened({ part: data.opens.unique, whole: delivered }),
      undefined,
      data.clicksDropped ? noOpens : noDelivery,
    ),
    machineOpens: countMetric(
      {
        name: 'Machine opens',
        definition:
          'Images fetched by Apple’s Mail Privacy Protection, mail scanners and other programs, whether or not somebody read the e-mail. They are in no other number.',
      },
      opened(data.opens.machine),
      undefined,
      noOpens,
    ),
    uniqueClicks: countMetric(
      { name: 'Unique clicks', definition: 'People who clicked: each recipient once.' },
      clicked(clicks.unique),
      undefined,
      noClicks,
    ),
    totalClicks: countMetric(
      { name: 'Total clicks', definition: 'All clicks by people; machines are left out.' },
      clicked(clicks.total),
      undefined,
      noClicks,
    ),
    machineClicks: countMetric(
      {
        name: 'Machine clicks',
        definition:
          'Requests of the links by mail scanners, link previews and other programs. They are in no other number and earn nothing.',
      },
      clicked(clicks.machine),
      undefined,
      noClicks,
    ),
    machineReasons: (clicksUnknown ? [] : data.machineReasons).map(({ reason, count }) => ({
      reason: machineReasonInWords(reason),
      count: formatCount(count),
    })),
    clickRate: shareMetric(
      { name: 'Click rate', definition: 'Unique clicks divided by delivered messages.' },
      clicked({ part: clicks.unique, whole: delivered }),
      undefined,
      tracked && !clicksUnknown ? noDelivery : noClicks,
    ),
    orders: countMetric(
      { name: 'Credited orders', definition: `Orders that this campaign earned. ${rule}` },
      sold(earned.orders),
      undefined,
      noSales,
    ),
    revenue: moneyMetric(
      {
        name: 'Credited revenue',
        definition: `Total sales of the orders that this campaign earned, after refunds and edits. ${rule}`,
      },
      sold(value),
      undefined,
      noSales,
    ),
    conversionRate: shareMetric(
      { name: 'Conversion rate', definition: `Credited orders divided by delivered messages. ${rule}` },
      sold({ part: earned.orders, whole: delivered }),
      undefined,
      tracked ? noDelivery : noSales,
    ),
    revenuePerRecipient: moneyMetric(
      {
        name: 'Revenue per recipient',
        definition: `Credited revenue divided by delivered messages. ${rule}`,
      },
      delivered > 0 ? sold({ minor: perRecipient(earned.amountMinor, delivered), currency }) : undefined,
      undefined,
      tracked ? noDelivery : noSales,
    ),
    ...costMetrics({
      cost: data.cost,
      messages: sentElsewhere || !started ? undefined : delivered,
      revenue: sold(earned.amountMinor),
      currency,
      noMessages: notSent,
      noRevenue: noSales,
      rule,
    }),
    holdout: data.holdout,
    variants: data.variants,
    deliveries: deliveries
      .toSorted((a, b) => b.count - a.count || a.state.localeCompare(b.state))
      .map(({ state, reason, count }) => ({
        state,
        label: stateInWords(state),
        reason: reason === null ? null : reasonInWords(reason),
        count,
        countText: formatCount(count),
      })),
    progress: started ? { finished: all - countOf('queued', 'sending'), all } : null,
    links: data.links
      .toSorted((a, b) => (a.variant ?? '').localeCompare(b.variant ?? '') || a.position - b.position)
      .map(({ variant, position, url, clicks: own }) => ({
        variant,
        position,
        url,
        uniqueClicks: clicksUnknown ? '–' : formatCount(own.unique),
        totalClicks: clicksUnknown ? '–' : formatCount(own.total),
      })),
    basis: rule,
  };
}

/** Rounded half up to the minor unit. */
const perRecipient = (minor: bigint, recipients: number) =>
  (minor * 2n + BigInt(recipients)) / (BigInt(recipients) * 2n);
