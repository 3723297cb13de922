import { db, type Shop } from '~/db.server';
import type { MarketingActivity } from '~/tracking/marketing';

/** One set of tags, and which message versions carry it. */
export interface TaggedActivity extends MarketingActivity {
  versionIds: bigint[];
}

interface Row {
  versionIds: bigint[];
  remoteId: string;
  startedAt: Date;
  source: string;
  medium: string;
  campaign: string;
  channel: string;
  /** Of the newest version: whose it is. The name of an automation's step stands behind that of the automation. */
  campaignId: bigint | null;
  automationId: bigint | null;
  trackingLinkId: bigint | null;
  name: string | null;
  status: string | null;
  sentAt: Date | null;
  /** How many campaigns, automations and links carry the tags. */
  owners: number;
}

/** Every set of tags that tracked messages of the shop carry, named after whose it is; the newest, where several share it. */
export async function marketingActivities(shop: Shop): Promise<TaggedActivity[]> {
  const rows = await db.$queryRaw<Row[]>`
    WITH tagged AS (
      SELECT array_agg(v.id ORDER BY v.id) AS ids, min(v.frozen_at) AS started_at, max(v.id) AS newest,
             v.utm_source, v.utm_medium, v.utm_campaign,
             count(DISTINCT (m.campaign_id, m.automation_id, m.tracking_link_id))::int AS owners
      FROM message_version v JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
      WHERE v.shop_id = ${shop.id} AND v.track_sales AND v.utm_source <> '' AND v.utm_medium <> '' AND v.utm_campaign <> ''
      GROUP BY v.utm_source, v.utm_medium, v.utm_campaign
    )
    SELECT t.ids AS "versionIds", f.public_id AS "remoteId", t.started_at AS "startedAt", t.owners,
           t.utm_source AS source, t.utm_medium AS medium, t.utm_campaign AS campaign, n.channel,
           m.campaign_id AS "campaignId", m.automation_id AS "automationId", m.tracking_link_id AS "trackingLinkId",
           coalesce(c.name, a.name || coalesce(': ' || m.step_name, ''), l.name) AS name,
           coalesce(c.status, a.status, CASE WHEN l.archived_at IS NULL THEN 'active' ELSE 'sent' END) AS status,
           c.sent_at AS "sentAt"
    FROM tagged t
    JOIN message_version f ON f.shop_id = ${shop.id} AND f.id = t.ids[1]
    JOIN message_version n ON n.shop_id = ${shop.id} AND n.id = t.newest
    JOIN message m ON m.shop_id = n.shop_id AND m.id = n.message_id
    LEFT JOIN campaign c ON c.shop_id = m.shop_id AND c.id = m.campaign_id
    LEFT JOIN automation a ON a.shop_id = m.shop_id AND a.id = m.automation_id
    LEFT JOIN tracking_link l ON l.shop_id = m.shop_id AND l.id = m.tracking_link_id
    ORDER BY t.newest`;
  return rows.map(activityOf);
}

function activityOf({ source, medium, campaign, ...row }: Row): TaggedActivity {
  const name = row.name ?? campaign;
  return {
    versionIds: row.versionIds,
    remoteId: row.remoteId,
    title: row.owners > 1 ? `${name} and ${row.owners - 1} more` : name,
    path: pathOf(row),
    channel: row.channel,
    status: row.status === 'paused' ? 'paused' : row.status === 'sent' ? 'over' : 'active',
    utm: { source, medium, campaign },
    startedAt: row.startedAt,
    endedAt: row.sentAt,
  };
}

function pathOf({
  campaignId,
  automationId,
  trackingLinkId,
}: Pick<Row, 'campaignId' | 'automationId' | 'trackingLinkId'>): string {
  if (campaignId !== null) return `/app/campaigns/${campaignId}`;
  if (automationId !== null) return `/app/automations/${automationId}/analytics`;
  return `/app/links/${trackingLinkId ?? ''}`;
}
