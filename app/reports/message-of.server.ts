import { Prisma, type Shop } from '~/db.server';

/** Whose the message of `messageOf` is, as `MessageName` has it. */
export const MESSAGE_NAME = Prisma.sql`
  m.campaign_id AS "campaignId", m.tracking_link_id AS "trackingLinkId", m.automation_id AS "automationId",
  coalesce(a.name, l.name, t.name) AS name, coalesce(l.name, m.step_name, v.subject) AS subject, v.channel`;

/** Joins the message version of this id, where there is one, and what it belongs to. */
export const messageOf = (shop: Shop, versionId: Prisma.Sql): Prisma.Sql => Prisma.sql`
  LEFT JOIN message_version v ON v.shop_id = ${shop.id} AND v.id = ${versionId}
  LEFT JOIN message m ON m.shop_id = v.shop_id AND m.id = v.message_id
  LEFT JOIN campaign a ON a.shop_id = m.shop_id AND a.id = m.campaign_id
  LEFT JOIN tracking_link l ON l.shop_id = m.shop_id AND l.id = m.tracking_link_id
  LEFT JOIN automation t ON t.shop_id = m.shop_id AND t.id = m.automation_id`;
