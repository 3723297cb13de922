import { countMetric, type Metric, shareMetric } from '~/reports/metric';

export interface ReturnedCounts {
  bounced: number;
  complained: number;
  /** Whether a mailbox is read that bounces and complaints come back to. */
  mailbox: boolean;
}

/** Of an e-mail. */
export interface BounceMetrics {
  bounced: Metric;
  bounceRate: Metric;
  complaints: Metric;
  complaintRate: Metric;
}

const NO_MAILBOX =
  'No bounce mailbox is connected, so what comes back is not known. Connect one in Settings, Email.';

/**
 * What came back of an e-mail, and how often it was reported as spam.
 * @param sent what the provider took and did not report as failed, and the rest; undefined where nothing was sent
 */
export function bounceMetrics(
  returned: ReturnedCounts,
  sent: { delivered: number; failed: number } | undefined,
  notSent: string,
): BounceMetrics {
  const known = (count: number) => (sent && (returned.mailbox || count > 0) ? count : undefined);
  const bounced = known(returned.bounced);
  const complained = known(returned.complained);
  const unknown = sent ? NO_MAILBOX : notSent;
  return {
    bounced: countMetric(
      {
        name: 'Bounced',
        definition:
          'E-mails that the receiving server refused because of the address, or that came back after they were sent. They are among those that failed.',
      },
      bounced,
      undefined,
      unknown,
    ),
    bounceRate: shareMetric(
      { name: 'Bounce rate', definition: 'Bounced e-mails divided by those sent, failed ones included.' },
      bounced === undefined || !sent ? undefined : { part: bounced, whole: sent.delivered + sent.failed },
      undefined,
      bounced === undefined ? unknown : 'Nothing has been handed over yet.',
    ),
    complaints: countMetric(
      {
        name: 'Complaints',
        definition:
          'Recipients who reported the e-mail as spam, where their mail provider tells. Each is unsubscribed and written to no more.',
      },
      complained,
      undefined,
      unknown,
    ),
    complaintRate: shareMetric(
      {
        name: 'Complaint rate',
        definition:
          'Complaints divided by delivered messages. Many mail providers report none, so it is at least this much.',
      },
      complained === undefined || !sent ? undefined : { part: complained, whole: sent.delivered },
      undefined,
      complained === undefined ? unknown : 'Nothing has been delivered yet.',
    ),
  };
}
