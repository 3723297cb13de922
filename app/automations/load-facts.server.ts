import { asksFor, type Facts } from '~/automations/facts';
import type { Flow } from '~/automations/definition';
import type { Contact, Sql, Shop } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** Of whom facts are asked. */
export interface Subject {
  /** Of the enrolment; any number that is unique in the call where there is none. */
  id: bigint;
  contact: Contact;
  orderId: bigint | null;
  since: Date;
  flow: Flow;
}

/** What is known of contacts now, by the id of each enrolment: the same queries, however many they are. */
export async function loadFacts(
  shop: Shop,
  subjects: readonly Subject[],
  tx: Sql,
): Promise<Map<bigint, Facts>> {
  const orders = await loadOrders(shop, subjects, tx);
  const opened = await loadEngaged(shop.id, subjects, 'opened', tx);
  const clicked = await loadEngaged(shop.id, subjects, 'clicked', tx);
  return new Map(
    subjects.map(({ id, contact }) => [
      id,
      {
        redacted: contact.redactedAt !== null,
        consents: {
          email: { consent: contact.emailConsent, at: contact.emailConsentAt },
          sms: { consent: contact.smsConsent, at: contact.smsConsentAt },
          whatsapp: { consent: contact.whatsappConsent, at: contact.whatsappConsentAt },
        },
        tags: contact.tags,
        orders: orders.get(id) ?? NO_ORDERS,
        opened: opened.get(id) ?? NOTHING,
        clicked: clicked.get(id) ?? NOTHING,
      },
    ]),
  );
}

const NOTHING: ReadonlySet<string> = new Set();
const NO_ORDERS: Facts['orders'] = {
  count: 0,
  spentMinor: 0n,
  lastAt: null,
  sinceEntry: 0,
  entryMinor: null,
};

/** Orders in another currency than the shop's count, and add nothing to what was spent. */
async function loadOrders(
  shop: Shop,
  subjects: readonly Subject[],
  tx: Sql,
): Promise<Map<bigint, Facts['orders']>> {
  const rows = await tx.$queryRaw<(Facts['orders'] & { id: bigint })[]>`
    SELECT t.id, count(*)::int AS count,
      COALESCE(sum(o.value_minor) FILTER (WHERE o.currency = ${shop.currency}), 0)::bigint AS "spentMinor",
      max(o.processed_at) AS "lastAt",
      (count(*) FILTER (WHERE o.processed_at >= t.since AND o.id IS DISTINCT FROM t.order_id))::int AS "sinceEntry",
      (max(o.value_minor) FILTER (WHERE o.id = t.order_id))::bigint AS "entryMinor"
    FROM unnest(${subjects.map(({ id }) => id)}::bigint[], ${subjects.map(({ contact }) => contact.shopifyId)}::bigint[],
      ${subjects.map(({ since }) => since)}::timestamptz[], ${subjects.map(({ orderId }) => orderId)}::bigint[])
      AS t(id, customer_id, since, order_id)
    JOIN "order" o ON o.shop_id = ${shop.id}::int AND o.customer_id = t.customer_id
    WHERE NOT o.test AND o.cancelled_at IS NULL
    GROUP BY t.id`;
  return new Map(rows.map(({ id, ...orders }) => [id, orders]));
}

/** The steps whose message a person opened or clicked; asked only for those whose flow wants to know. */
async function loadEngaged(
  shop: ShopId,
  subjects: readonly Subject[],
  what: 'opened' | 'clicked',
  tx: Sql,
): Promise<Map<bigint, Set<string>>> {
  const ids = subjects.filter(({ flow }) => asksFor(flow, what)).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const rows =
    what === 'clicked'
      ? await tx.$queryRaw<Engaged[]>`
          SELECT DISTINCT d.enrolment_id AS id, m.step_id AS "stepId" FROM delivery d
          JOIN click c ON c.shop_id = d.shop_id AND c.delivery_id = d.id AND c.verdict = 'human'
          JOIN message_version v ON v.shop_id = d.shop_id AND v.id = d.version_id
          JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
          WHERE d.shop_id = ${shop}::int AND d.enrolment_id = ANY(${ids}::bigint[])`
      : await tx.$queryRaw<Engaged[]>`
          SELECT DISTINCT d.enrolment_id AS id, m.step_id AS "stepId" FROM delivery d
          JOIN message_open o ON o.shop_id = d.shop_id AND o.version_id = d.version_id AND o.at >= d.queued_at
            AND o.delivery_id = d.id AND o.verdict = 'human'
          JOIN message_version v ON v.shop_id = d.shop_id AND v.id = d.version_id
          JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
          WHERE d.shop_id = ${shop}::int AND d.enrolment_id = ANY(${ids}::bigint[])`;
  const engaged = new Map<bigint, Set<string>>();
  for (const { id, stepId } of rows) engaged.set(id, (engaged.get(id) ?? new Set()).add(stepId));
  return engaged;
}

interface Engaged {
  id: bigint;
  stepId: string;
}
