/** Every job by name, with its payload. Ids that are bigint in the database travel as decimal text. */
export interface Jobs {
  /** Interprets one stored webhook that is not worked off in a batch. */
  'ingest-webhook': { shopId: number; receivedAt: string; webhookId: string };
  /** Decides one order that could not be decided in a batch. */
  'attribute-order': { shopId: number; orderId: string };
  /** Turns one page of a campaign's audience into deliveries; the next page is the next job. */
  'expand-campaign': {
    shopId: number;
    campaignId: string;
    segment?: number;
    cursor?: string;
    run?: number;
  };
  /** Gives the rest of an audience the variant that won its campaign's test. */
  'choose-winner': { shopId: number; campaignId: string };
  /** Tells Shopify what a contact said of a channel: that consent is withdrawn or given back. */
  'write-consent': {
    shopId: number;
    contactId: string;
    channel: 'email' | 'sms' | 'whatsapp';
    consent: 'subscribed' | 'unsubscribed';
  };
  /** Reads what came back of a shop's e-mails; comes back at once while there is more. */
  'read-bounces': { shopId: number };
  /** Reads one page of a segment that automations watch; the next page is the next job. */
  'read-segment': { shopId: number; segment: string; run: string; cursor?: string };
  /** Asks Shopify for customers whom an automation is for. */
  'fetch-customers': { shopId: number; ids: string[] };
  /** Tells Shopify which tag a contact was given, or has no more. */
  'write-tag': { shopId: number; contactId: string; action: 'add' | 'remove'; tag: string };
  /** Loads the orders of before the installation; comes back while Shopify is preparing them. */
  'backfill-orders': { shopId: number };
  /** Compares what Shopify changed since the last sweep with what is here, and repairs. */
  'sweep-orders': { shopId: number };
  /** Tells Shopify what a shop's messages came to, day by day, or takes it back; comes back at once while there is more. */
  'tell-marketing': { shopId: number };
  /** Compares the orders placed in a period, and repairs. `from` is included, `to` is not. */
  'repair-orders': { shopId: number; from: string; to: string };
  /** Sends the digest that is due at a moment to its recipients. */
  'send-digest': { shopId: number; dueAt: string };
  /** Deletes what shops do not keep any longer; comes back at once while there is more. */
  'drop-expired': Record<string, never>;
  /** Housekeeping by the clock. */
  'keep-house': Record<string, never>;
}

export type JobName = keyof Jobs;
