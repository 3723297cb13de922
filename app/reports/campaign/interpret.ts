import type { Settings } from '~/attribution/facts';
import { ruleSentence } from '~/attribution/rule-text';
import type { CampaignCost } from '~/campaigns/cost';
import { reasonInWords, stateInWords } from '~/messaging/delivery';
import type { ClickCounts } from '~/reports/clicks.server';
import type { OpenCounts } from '~/reports/opens.server';
import { countMetric, formatCount, formatShare, type Metric, shareMetric, shareOf } from '~/reports/metric';
import { type BounceMetrics, bounceMetrics, type ReturnedCounts } from '~/reports/campaign/bounce-metrics';
import { costMetrics } from '~/reports/campaign/cost-metrics';
import { type EngagementMetrics, engagementMetrics } from '~/reports/campaign/engagement-metrics';
import type { HoldoutView } from '~/reports/campaign/lift';
import { type Earned, type SalesMetrics, salesMetrics } from '~/reports/campaign/sales-metrics';
import type { VariantsView } from '~/reports/campaign/variants';
import { machineReasonInWords } from '~/tracking/machine-reason';

export interface CampaignReportView extends BounceMetrics, EngagementMetrics, SalesMetrics {
  campaignId: string;
  name: string;
  /** Whether sales are tracked: without it, orders and revenue are unknown. */
  tracked: boolean;
  /** Whether tracking was turned on after it was sent. */
  adopted: boolean;
  /** By another tool: deliveries and clicks are unknown. */
  sentElsewhere: boolean;
  audience: Metric;
  handedOver: Metric;
  delivered: Metric;
  failed: Metric;
  deliveryRate: Metric;
  unsubscribed: Metric;
  unsubscribeRate: Metric;
  /** Of a WhatsApp message; other providers do not report it. */
  read: Metric;
  replies: Metric;
  /** Why clicks are machines', most first; sums to `machineClicks`. */
  machineReasons: { reason: string; count: string }[];
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
    versionId: string;
    variant: string | null;
    position: number;
    url: string;
    /** People who clicked; null where it is not known. */
    clickers: number | null;
    uniqueClicks: string;
    totalClicks: string;
    /** Of all clicks by people; an en dash where that is not known. */
    share: string;
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
  links: { versionId: bigint; variant: string | null; position: number; url: string; clicks: ClickCounts }[];
  earned: Earned;
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
  const rule = `${ruleSentence(settings)} Whenever the orders were placed, at what they are worth now.`;

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
  const knowsSales = (started || sentElsewhere) && tracked;
  const noOpens = data.clicksDropped ? 'It was sent before the opens that your settings keep.' : notSent;
  const knowsClicks = knowsSales && !clicksUnknown && !adopted;

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
    handedOver: countMetric(
      {
        name: 'Sent',
        definition: 'Messages that were handed to the provider, those that failed afterwards included.',
      },
      sent(delivered + countOf('failed')),
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
    deliveryRate: shareMetric(
      { name: 'Delivery rate', definition: 'Delivered messages divided by sent ones.' },
      sent({ part: delivered, whole: delivered + countOf('failed') }),
      undefined,
      sentElsewhere ? notSent : 'Nothing has been handed over yet.',
    ),
    unsubscribed: countMetric(
      {
        name: 'Unsubscribed',
        definition: 'Contacts who unsubscribed through this message, those included who agreed again later.',
      },
      sent(data.unsubscribed),
      undefined,
      notSent,
    ),
    unsubscribeRate: shareMetric(
      { name: 'Unsubscribe rate', definition: 'Unsubscribed contacts divided by delivered messages.' },
      sent({ part: data.unsubscribed, whole: delivered }),
      undefined,
      noDelivery,
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
    ...engagementMetrics({
      opens: data.opens,
      clicks,
      delivered,
      knows: {
        opens: started && !data.clicksDropped,
        clicks: knowsClicks,
      },
      because: { noOpens, noClicks, noDelivery },
    }),
    machineReasons: (clicksUnknown ? [] : data.machineReasons).map(({ reason, count }) => ({
      reason: machineReasonInWords(reason),
      count: formatCount(count),
    })),
    ...salesMetrics({
      earned,
      currency,
      delivered,
      clickers: clicks.unique,
      knows: { sales: knowsSales, clicks: knowsClicks },
      because: { noSales, noClicks, noDelivery },
      rule,
    }),
    ...costMetrics({
      cost: data.cost,
      messages: sentElsewhere || !started ? undefined : delivered,
      revenue: knowsSales ? earned.amountMinor : undefined,
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
      .map(({ versionId, variant, position, url, clicks: own }) => ({
        versionId: String(versionId),
        variant,
        position,
        url,
        clickers: knowsClicks ? own.unique : null,
        uniqueClicks: clicksUnknown ? '–' : formatCount(own.unique),
        totalClicks: clicksUnknown ? '–' : formatCount(own.total),
        share: clicksUnknown ? '–' : shareText(own.total, clicks.total),
      })),
    basis: rule,
  };
}

function shareText(part: number, whole: number): string {
  const share = shareOf({ part, whole });
  return share === undefined ? '–' : formatShare(share);
}
