import { returnAddress } from '~/channels/bounce-mailbox-store.server';
import { db, Prisma, type Shop } from '~/db.server';
import type { Period } from '~/lib/period';
import type { TaggedActivity } from '~/reports/marketing/activities.server';
import type { MarketingDays, MarketingFigures } from '~/tracking/marketing';

type Counted = { remoteId: string; day: string } & Partial<MarketingFigures>;

/**
 * What activities came to day by day: messages by the day they went out, what came of them by the day it happened, and
 * orders by the day they were placed, at what they are worth now. Days on which nothing happened are left out.
 */
export async function marketingDays(
  shop: Shop,
  activities: readonly TaggedActivity[],
  period: Period,
): Promise<Map<string, MarketingDays>> {
  const pairs = activities.flatMap(({ remoteId, versionIds }) => versionIds.map((id) => ({ id, remoteId })));
  const own = Prisma.sql`unnest(${pairs.map(({ id }) => id)}::bigint[], ${pairs.map(({ remoteId }) => remoteId)}::text[])
    AS own (version_id, remote_id)`;
  const dayOf = (column: string) =>
    Prisma.sql`(${Prisma.raw(column)} AT TIME ZONE ${period.zone})::date::text AS day`;
  const within = (column: string) =>
    Prisma.sql`${Prisma.raw(column)} >= ${period.from} AND ${Prisma.raw(column)} < ${period.to}`;

  /** Deliveries to which something happened, by when. */
  const deliveries = (at: string, counts: Prisma.Sql) => db.$queryRaw<Counted[]>`
    SELECT own.remote_id AS "remoteId", ${dayOf(at)}, ${counts}
    FROM ${own} JOIN delivery d ON d.shop_id = ${shop.id} AND d.version_id = own.version_id
    WHERE ${within(at)} GROUP BY 1, 2`;
  const [hasDeliveries, mailbox, ...counted] = await Promise.all([
    db.$queryRaw<{ remoteId: string }[]>`
      SELECT DISTINCT own.remote_id AS "remoteId" FROM ${own}
      WHERE EXISTS (SELECT FROM delivery d WHERE d.shop_id = ${shop.id} AND d.version_id = own.version_id)`,
    returnAddress(shop.id),
    deliveries(
      'd.sent_at',
      Prisma.sql`count(*)::int AS sent, (count(*) FILTER (WHERE d.bounce IS NULL AND d.state <> 'failed'))::int AS delivered`,
    ),
    deliveries('d.bounced_at', Prisma.sql`count(*)::int AS bounced`),
    deliveries('d.complained_at', Prisma.sql`count(*)::int AS complained`),
    deliveries('d.unsubscribed_at', Prisma.sql`count(*)::int AS unsubscribed`),
    db.$queryRaw<Counted[]>`
      SELECT own.remote_id AS "remoteId", ${dayOf('o.at')}, count(DISTINCT d.contact_id)::int AS opened
      FROM ${own} JOIN message_open o ON o.shop_id = ${shop.id} AND o.version_id = own.version_id
      JOIN delivery d ON d.shop_id = o.shop_id AND d.id = o.delivery_id
      WHERE ${within('o.at')} AND o.verdict = 'human'
        AND o.at > coalesce(d.sent_at, d.sending_at, d.queued_at) + interval '2 seconds'
      GROUP BY 1, 2`,
    db.$queryRaw<Counted[]>`
      SELECT own.remote_id AS "remoteId", ${dayOf('k.at')}, count(*)::int AS clicks,
             count(DISTINCT (d.contact_id, k.visitor))::int AS clicked
      FROM ${own} JOIN click k ON k.shop_id = ${shop.id} AND k.version_id = own.version_id
      LEFT JOIN delivery d ON d.shop_id = k.shop_id AND d.id = k.delivery_id
      WHERE ${within('k.at')} AND k.verdict = 'human' GROUP BY 1, 2`,
    db.$queryRaw<Counted[]>`
      SELECT own.remote_id AS "remoteId", c.day::text AS day, sum(c.weight_ppm)::bigint AS "ordersPpm",
             sum(c.amount_minor)::bigint AS "salesMinor"
      FROM ${own} JOIN credit_day c ON c.shop_id = ${shop.id} AND c.version_id = own.version_id
      WHERE NOT c.apart AND c.day BETWEEN ${period.days.at(0)}::date AND ${period.days.at(-1)}::date GROUP BY 1, 2`,
  ]);

  const sends = new Set(hasDeliveries.map(({ remoteId }) => remoteId));
  const channels = new Map(activities.map(({ remoteId, channel }) => [remoteId, channel]));
  const byActivity = new Map<string, MarketingDays>();
  for (const { remoteId, day, ...figures } of counted.flat()) {
    const days = byActivity.get(remoteId) ?? new Map<string, MarketingFigures>();
    const channel = channels.get(remoteId) ?? '';
    const nothing = nothingOf(channel, sends.has(remoteId), mailbox !== undefined);
    days.set(day, { ...(days.get(day) ?? nothing), ...figures });
    byActivity.set(remoteId, days);
  }
  return byActivity;
}

/** What is known of a day on which nothing happened: nothing of sending where another tool sent, nor of bounces unheard. */
function nothingOf(channel: string, sends: boolean, mailbox: boolean): MarketingFigures {
  const known = sends ? 0 : null;
  const heard = sends && (channel !== 'email' || mailbox) ? 0 : null;
  return {
    sent: known,
    delivered: known,
    bounced: heard,
    complained: channel === 'email' ? heard : null,
    unsubscribed: known,
    opened: sends && channel === 'email' ? 0 : null,
    clicks: 0,
    clicked: 0,
    ordersPpm: 0n,
    salesMinor: 0n,
  };
}
