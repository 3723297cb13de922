import { z } from 'zod';
import { automationPage, campaignPage, linkPage, messagePage } from '~/api/answers';
import { endpoint } from '~/api/endpoint';
import { pageOf, paging, readCursor } from '~/api/paging';
import { channelOf, LINK_CHANNEL } from '~/channels/channel';
import { db } from '~/db.server';
import { done, refused } from '~/lib/outcome';
import { shortAddress } from '~/links/short-address.server';

const params = z.strictObject(paging);
const idOf = ({ id }: { id: bigint }) => [id];
const iso = (at: Date | null) => at?.toISOString() ?? null;

/** What is asked of a table whose newest rows come first. */
function pageAsked(limit: number, cursor: string | undefined) {
  const after = cursor === undefined ? [] : readCursor(cursor, 1);
  if (!after) return refused('bad_cursor');
  const [id] = after;
  return done({
    where: id === undefined ? {} : { id: { lt: id } },
    orderBy: { id: 'desc' as const },
    take: limit + 1,
  });
}

export const campaigns = endpoint({
  path: '/campaigns',
  operation: 'listCampaigns',
  summary: 'Campaigns, the newest first',
  scope: 'messages',
  params,
  answer: campaignPage,
  read: async (shop, { limit, cursor }) => {
    const asked = pageAsked(limit, cursor);
    if (!asked.ok) return asked;
    const { where, ...page } = asked.value;
    const rows = await db.campaign.findMany({ where: { ...where, shopId: shop.id }, ...page });
    return done(
      pageOf(rows, limit, idOf, (row) => ({
        id: String(row.id),
        name: row.name,
        channel: channelOf(row.channel),
        status: row.status,
        sentElsewhere: row.sentElsewhere,
        createdAt: row.createdAt.toISOString(),
        updatedAt: row.updatedAt.toISOString(),
        scheduledAt: iso(row.scheduledAt),
        startedAt: iso(row.startedAt),
        sentAt: iso(row.sentAt),
        archivedAt: iso(row.archivedAt),
      })),
    );
  },
});

export const messages = endpoint({
  path: '/messages',
  operation: 'listMessages',
  summary: 'Messages as they were sent, the newest first',
  scope: 'messages',
  params,
  answer: messagePage,
  read: async (shop, { limit, cursor }) => {
    const asked = pageAsked(limit, cursor);
    if (!asked.ok) return asked;
    const { where, ...page } = asked.value;
    const rows = await db.messageVersion.findMany({
      where: { ...where, shopId: shop.id },
      ...page,
      omit: { html: true, text: true },
      include: { message: { select: { campaignId: true, automationId: true, trackingLinkId: true } } },
    });
    return done(
      pageOf(rows, limit, idOf, ({ message, ...row }) => ({
        id: String(row.id),
        publicId: row.publicId,
        channel: row.channel === LINK_CHANNEL ? row.channel : channelOf(row.channel),
        subject: row.subject,
        campaignId: message.campaignId === null ? null : String(message.campaignId),
        automationId: message.automationId === null ? null : String(message.automationId),
        linkId: message.trackingLinkId === null ? null : String(message.trackingLinkId),
        tracksSales: row.trackSales,
        utm: { source: row.utmSource, medium: row.utmMedium, campaign: row.utmCampaign },
        frozenAt: row.frozenAt.toISOString(),
      })),
    );
  },
});

export const automations = endpoint({
  path: '/automations',
  operation: 'listAutomations',
  summary: 'Automations, the newest first',
  scope: 'messages',
  params,
  answer: automationPage,
  read: async (shop, { limit, cursor }) => {
    const asked = pageAsked(limit, cursor);
    if (!asked.ok) return asked;
    const { where, ...page } = asked.value;
    const rows = await db.automation.findMany({
      where: { ...where, shopId: shop.id, deletedAt: null },
      ...page,
      omit: { draft: true },
    });
    return done(
      pageOf(rows, limit, idOf, (row) => ({
        id: String(row.id),
        name: row.name,
        status: row.status,
        version: row.version,
        createdAt: row.createdAt.toISOString(),
        updatedAt: row.updatedAt.toISOString(),
      })),
    );
  },
});

export const links = endpoint({
  path: '/links',
  operation: 'listLinks',
  summary: 'Tracking links, the newest first',
  scope: 'messages',
  params,
  answer: linkPage,
  read: async (shop, { limit, cursor }) => {
    const asked = pageAsked(limit, cursor);
    if (!asked.ok) return asked;
    const { where, ...page } = asked.value;
    const rows = await db.trackingLink.findMany({
      where: { ...where, shopId: shop.id },
      ...page,
      include: { message: { include: { versions: { orderBy: { id: 'desc' }, take: 1 } } } },
    });
    return done(
      pageOf(rows, limit, idOf, ({ message, ...row }) => {
        const tags = message?.versions[0];
        return {
          id: String(row.id),
          name: row.name,
          group: row.groupName,
          address: shortAddress(row.slug),
          destination: message?.text ?? '',
          utm: {
            source: tags?.utmSource ?? '',
            medium: tags?.utmMedium ?? '',
            campaign: tags?.utmCampaign ?? '',
          },
          createdAt: row.createdAt.toISOString(),
          expiresAt: iso(row.expiresAt),
          archivedAt: iso(row.archivedAt),
        };
      }),
    );
  },
});
