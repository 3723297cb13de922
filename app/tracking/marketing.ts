/** What is tagged alike, as one marketing activity. */
export interface MarketingActivity {
  /** The public id of the first message version with these tags. */
  remoteId: string;
  title: string;
  /** Of the page in the app that tells more. */
  path: string;
  channel: string;
  status: 'active' | 'paused' | 'over';
  utm: { source: string; medium: string; campaign: string };
  startedAt: Date;
  /** When it was all sent; null while it goes on. */
  endedAt: Date | null;
}

/** What an activity came to on one day of the shop; null where it is not known. */
export interface MarketingFigures {
  sent: number | null;
  delivered: number | null;
  bounced: number | null;
  complained: number | null;
  unsubscribed: number | null;
  /** People who opened it. */
  opened: number | null;
  clicks: number;
  /** People who clicked. */
  clicked: number;
  /** Shares of orders placed on this day, in millionths. */
  ordersPpm: bigint;
  /** What these are worth now, in minor units of the shop's currency. */
  salesMinor: bigint;
}

/** The figures of an activity by day, yyyy-mm-dd. */
export type MarketingDays = Map<string, MarketingFigures>;
