import { randomBytes } from 'node:crypto';
import { type Db, db, type Message, type TrackingLink } from '~/db.server';
import { type ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { slugOf } from '~/links/slug';
import type { LinkContent, LinkTab } from '~/links/tracking-link';
import { changeLinkMessage, createLinkMessage } from '~/messaging/message-store.server';
import { freezeLink } from '~/messaging/version-store.server';
import type { TokenValues } from '~/tagging/tag-tokens';

/** What the tokens in the tags of a link stand for, that was made at this time. */
type TokensOf = (createdAt: Date) => TokenValues;

/** Makes a link with its first version, and returns its id. */
export async function createTrackingLink(
  shop: ShopId,
  content: LinkContent,
  tokensOf: TokensOf,
  now: Date,
): Promise<bigint> {
  return db.$transaction(async (tx) => {
    const { id } = await tx.trackingLink.create({
      data: {
        shopId: shop,
        ...ownFields(content),
        slug: slugOf(shop, randomBytes(8)),
        createdAt: now,
        updatedAt: now,
      },
    });
    const message = await createLinkMessage(shop, id, messageFields(content), now, tx);
    await freezeLink(shop, message, tokensOf(now), now, tx);
    return id;
  });
}

/** Changes a link; its short address stays. A version is added where its destination or its tags became others. */
export async function saveTrackingLink(
  shop: ShopId,
  id: bigint,
  content: LinkContent,
  tokensOf: TokensOf,
  now: Date,
): Promise<Outcome<void, 'not_found'>> {
  return db.$transaction(async (tx) => {
    const [link] = await tx.trackingLink.updateManyAndReturn({
      where: { shopId: shop, id },
      data: { ...ownFields(content), updatedAt: now },
    });
    if (!link) return refused('not_found');
    const message = await changeLinkMessage(shop, id, messageFields(content), now, tx);
    await freezeLink(shop, message, tokensOf(link.createdAt), now, tx);
    return done(undefined);
  });
}

const ownFields = ({ name, groupName, expiresAt, fallbackUrl }: LinkContent) => ({
  name,
  groupName,
  expiresAt,
  fallbackUrl,
});

const messageFields = ({ name, destination, tags }: LinkContent) => ({
  subject: name,
  text: destination,
  utmSource: tags.source,
  utmMedium: tags.medium,
  utmCampaign: tags.campaign,
});

/** Takes links out of the lists, or brings them back. They go on leading where they lead. Returns how many changed. */
export async function archiveTrackingLinks(
  shop: ShopId,
  ids: readonly bigint[],
  archived: boolean,
  now: Date,
): Promise<number> {
  const { count } = await db.trackingLink.updateMany({
    where: { shopId: shop, id: { in: [...ids] }, archivedAt: archived ? null : { not: null } },
    data: { archivedAt: archived ? now : null, updatedAt: now },
  });
  return count;
}

export async function loadTrackingLink(
  shop: ShopId,
  id: bigint,
  tx: Db = db,
): Promise<{ link: TrackingLink; message: Message } | undefined> {
  const found = await tx.trackingLink.findUnique({
    where: { shopId_id: { shopId: shop, id } },
    include: { message: true },
  });
  if (!found?.message) return undefined;
  const { message, ...link } = found;
  return { link, message };
}

export const LINKS_PER_PAGE = 25;

export interface TrackingLinkRow extends TrackingLink {
  messageId: bigint;
  destination: string;
  /** As its newest version has them. */
  source: string;
  medium: string;
  campaign: string;
}

export interface LinkFilter {
  tab: LinkTab;
  /** Part of the name, the destination or the short address. */
  search: string;
  /** Empty: all. */
  group: string;
  /** From 1. */
  page: number;
  /** On a page; as the list shows them where it is left out. */
  limit?: number;
}

/** The links that meet a filter, last changed first. */
export async function listTrackingLinks(
  shop: ShopId,
  { tab, search, group, page, limit = LINKS_PER_PAGE }: LinkFilter,
  now: Date,
): Promise<{ rows: TrackingLinkRow[]; total: number; pageSize: number }> {
  const wanted = search.trim().toLowerCase();
  const rows = await db.$queryRaw<(TrackingLinkRow & { total: number })[]>`
    WITH found AS (
      SELECT l.*, m.id AS message_id, m.text FROM tracking_link l
      JOIN message m ON m.shop_id = l.shop_id AND m.tracking_link_id = l.id
      WHERE l.shop_id = ${shop}::int AND (${group} = '' OR l.group_name = ${group})
        AND (${tab} = 'all' OR ${tab} = CASE WHEN l.archived_at IS NOT NULL THEN 'archived'
               WHEN l.expires_at <= ${now}::timestamptz THEN 'expired' ELSE 'active' END)
        AND (strpos(lower(l.name COLLATE "und-x-icu"), ${wanted}) > 0 OR strpos(lower(m.text), ${wanted}) > 0
          OR l.slug = regexp_replace(${wanted}, '^.*/s/', '')))
    SELECT f.shop_id AS "shopId", f.id, f.name, f.slug, f.group_name AS "groupName", f.archived_at AS "archivedAt",
      f.expires_at AS "expiresAt", f.fallback_url AS "fallbackUrl", f.created_at AS "createdAt",
      f.updated_at AS "updatedAt", f.message_id AS "messageId", f.text AS destination, f.total,
      v.utm_source AS source, v.utm_medium AS medium, v.utm_campaign AS campaign
    FROM (
      SELECT *, count(*) OVER ()::int AS total FROM found
      ORDER BY updated_at DESC, id DESC
      LIMIT ${limit}::int OFFSET ${(Math.max(page, 1) - 1) * limit}::int) f,
    LATERAL (
      SELECT utm_source, utm_medium, utm_campaign FROM message_version
      WHERE shop_id = ${shop}::int AND message_id = f.message_id ORDER BY id DESC LIMIT 1) v
    ORDER BY f.updated_at DESC, f.id DESC`;
  return {
    rows: rows.map(({ total: _, ...row }) => row),
    total: rows[0]?.total ?? 0,
    pageSize: limit,
  };
}

/** The names of a shop's groups, in alphabetical order. */
export async function listGroups(shop: ShopId): Promise<string[]> {
  const groups = await db.trackingLink.findMany({
    where: { shopId: shop, groupName: { not: '' } },
    distinct: ['groupName'],
    select: { groupName: true },
    orderBy: { groupName: 'asc' },
  });
  return groups.map(({ groupName }) => groupName);
}
