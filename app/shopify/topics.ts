/** Topics that come by the thousand and need nothing but what they bring: worked off in batches. */
export const BATCHED_TOPICS = [
  'orders/create',
  'orders/updated',
  'orders/paid',
  'orders/cancelled',
  'orders/delete',
  'refunds/create',
  'orders/fulfilled',
  'customers/create',
  'customer.tags_added',
  'customer.tags_removed',
  'checkouts/create',
  'checkouts/update',
] as const;

export type BatchedTopic = (typeof BATCHED_TOPICS)[number];

/** The webhook topics that `shopify.app.toml` subscribes to. The others have a job each, `ingest-webhook`. */
export const SUBSCRIBED_TOPICS = [
  ...BATCHED_TOPICS,
  'orders/edited',
  'app/uninstalled',
  'app/scopes_update',
  'customers_email_marketing_consent/update',
  'customers_marketing_consent/update',
  'customers_whats_app_marketing_consent/update',
  'customers/data_request',
  'customers/redact',
  'shop/redact',
] as const;

export type SubscribedTopic = (typeof SUBSCRIBED_TOPICS)[number];

/** Topics that we know and do not ask for; they can still arrive from a subscription made by hand. */
const OTHER_TOPICS: readonly string[] = [
  'orders/partially_fulfilled',
  'carts/create',
  'carts/update',
  'checkouts/delete',
  'draft_orders/create',
  'draft_orders/update',
  'draft_orders/delete',
  'order_transactions/create',
  'disputes/create',
  'disputes/update',
];

export function isSubscribedTopic(topic: string): topic is SubscribedTopic {
  return (SUBSCRIBED_TOPICS as readonly string[]).includes(topic);
}

export function isBatchedTopic(topic: string): topic is BatchedTopic {
  return (BATCHED_TOPICS as readonly string[]).includes(topic);
}

/** Why a webhook of this topic is only noted; undefined where it is worked on. */
export function whyIgnored(topic: string): 'topic_not_subscribed' | 'unknown_topic' | undefined {
  if (isSubscribedTopic(topic)) return undefined;
  return OTHER_TOPICS.includes(topic) ? 'topic_not_subscribed' : 'unknown_topic';
}
