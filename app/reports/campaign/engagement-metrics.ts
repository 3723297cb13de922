import type { ClickCounts } from '~/reports/clicks.server';
import type { OpenCounts } from '~/reports/opens.server';
import { countMetric, type Metric, shareMetric } from '~/reports/metric';

interface EngagementData {
  opens: OpenCounts;
  clicks: ClickCounts;
  delivered: number;
  knows: { opens: boolean; clicks: boolean };
  /** Why not, and why there is nothing to divide by, as sentences. */
  because: { noOpens: string; noClicks: string; noDelivery: string };
}

export interface EngagementMetrics {
  /** Of an e-mail; on other channels nothing tells. */
  opened: Metric;
  openRate: Metric;
  clickToOpen: Metric;
  machineOpens: Metric;
  uniqueClicks: Metric;
  totalClicks: Metric;
  machineClicks: Metric;
  clickRate: Metric;
}

/** What recipients did with a message. */
export function engagementMetrics(data: EngagementData): EngagementMetrics {
  const { opens, clicks, delivered, knows, because } = data;
  const opened = <T>(known: T) => (knows.opens ? known : undefined);
  const clicked = <T>(known: T) => (knows.clicks ? known : undefined);
  return {
    opened: countMetric(
      {
        name: 'Opened',
        definition:
          'Recipients who displayed the e-mail with its images. Who reads without images is not counted; machines are left out.',
      },
      opened(opens.unique),
      undefined,
      because.noOpens,
    ),
    openRate: shareMetric(
      {
        name: 'Open rate',
        definition:
          'Recipients who displayed the e-mail, divided by delivered messages. Machines are left out.',
      },
      opened({ part: opens.unique, whole: delivered }),
      undefined,
      knows.opens ? because.noDelivery : because.noOpens,
    ),
    clickToOpen: shareMetric(
      {
        name: 'Click-to-open rate',
        definition:
          'Recipients who clicked divided by those who displayed the e-mail. Who clicks without showing images is in the first number alone.',
      },
      knows.opens ? clicked({ part: clicks.unique, whole: opens.unique }) : undefined,
      undefined,
      !knows.opens ? because.noOpens : knows.clicks ? 'Nobody has opened it yet.' : because.noClicks,
    ),
    machineOpens: countMetric(
      {
        name: 'Machine opens',
        definition:
          'Images fetched by Apple’s Mail Privacy Protection, mail scanners and other programs, whether or not somebody read the e-mail. They are in no other number.',
      },
      opened(opens.machine),
      undefined,
      because.noOpens,
    ),
    uniqueClicks: countMetric(
      { name: 'Unique clicks', definition: 'People who clicked: each recipient once.' },
      clicked(clicks.unique),
      undefined,
      because.noClicks,
    ),
    totalClicks: countMetric(
      { name: 'Total clicks', definition: 'All clicks by people; machines are left out.' },
      clicked(clicks.total),
      undefined,
      because.noClicks,
    ),
    machineClicks: countMetric(
      {
        name: 'Machine clicks',
        definition:
          'Requests of the links by mail scanners, link previews and other programs. They are in no other number and earn nothing.',
      },
      clicked(clicks.machine),
      undefined,
      because.noClicks,
    ),
    clickRate: shareMetric(
      { name: 'Click rate', definition: 'Unique clicks divided by delivered messages.' },
      clicked({ part: clicks.unique, whole: delivered }),
      undefined,
      knows.clicks ? because.noDelivery : because.noClicks,
    ),
  };
}
