import {
  type Campaign,
  type CampaignFailure,
  type CampaignFilter,
  type CampaignRow,
  type CampaignStatus,
  type PauseReason,
  type SendMode,
  statusesOf,
} from '~/campaigns/campaign';
import { type Audience, audienceInWords, audienceSchema, segmentNames } from '~/campaigns/audience';
import type { CampaignCost } from '~/campaigns/cost';
import { FIRST_VARIANT, type Variant, type VariantTest, VARIANTS } from '~/campaigns/variants';
import { loadTagDefaults } from '~/campaigns/tag-defaults-store.server';
import { type Channel, canTrack, channelOf } from '~/channels/channel';
import { type Campaign as StoredCampaign, type Db, db, type Message } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import {
  changeMessage,
  createMessage,
  type MessageChange,
  type MessageContent,
  removeMessage,
} from '~/messaging/message-store.server';
import { copyOfMessage } from '~/messaging/copy-of-message';
import { startingTags } from '~/tagging/tag-defaults';

export interface CampaignWithMessage {
  campaign: Campaign;
  /** The first of its variants: what all of them share stands here too. */
  message: Message;
  /** Every variant in the order of their letters; of most campaigns one. */
  messages: Message[];
}

/** A draft that has nothing yet but the shop's tag defaults. */
export async function createCampaign(
  shop: ShopId,
  { name, channel }: { name: string; channel: Channel },
  now: Date,
): Promise<bigint> {
  const { source, medium, campaign } = startingTags(await loadTagDefaults(shop), channel);
  const tags = { utmSource: source, utmMedium: medium, utmCampaign: campaign };
  return insertDraft(shop, { name, channel }, [tags], now);
}

/** A draft with whatever of campaign and messages is known already. */
export async function insertDraft(
  shop: ShopId,
  campaign: { name: string; channel: Channel; audience?: Audience } & Partial<
    Pick<StoredCampaign, 'holdoutPercent' | 'testPercent' | 'winnerMetric' | 'testHours'>
  >,
  contents: readonly (MessageChange & { variant?: string })[],
  now: Date,
): Promise<bigint> {
  return db.$transaction(async (tx) => {
    const { id } = await tx.campaign.create({
      data: { shopId: shop, ...campaign, status: 'draft', createdAt: now, updatedAt: now },
    });
    for (const content of contents)
      await createMessage(shop, id, { ...content, channel: campaign.channel }, now, tx);
    return id;
  });
}

/** A campaign that another tool sent; its message is known by name alone. */
export async function insertSentElsewhere(
  shop: ShopId,
  { name, channel, sentAt }: { name: string; channel: Channel; sentAt: Date },
  now: Date,
  tx: Db,
): Promise<{ id: bigint; message: Message }> {
  const sent = { status: 'sent', sendMode: 'now', startedAt: sentAt, expandedAt: sentAt, sentAt };
  const { id } = await tx.campaign.create({
    data: { shopId: shop, name, channel, ...sent, sentElsewhere: true, createdAt: now, updatedAt: now },
  });
  await createMessage(shop, id, { channel, subject: name }, now, tx);
  return { id, message: await tx.message.findFirstOrThrow({ where: { shopId: shop, campaignId: id } }) };
}

/** @param tx pass a transaction to see what it sees */
export async function loadCampaign(
  shop: ShopId,
  id: bigint,
  tx: Db = db,
): Promise<CampaignWithMessage | undefined> {
  const found = await tx.campaign.findUnique({
    where: { shopId_id: { shopId: shop, id } },
    include: { messages: { orderBy: { variant: 'asc' } } },
  });
  const [message] = found?.messages ?? [];
  if (!found || !message) return undefined;
  const { messages, ...campaign } = found;
  const audience = audienceSchema.parse(campaign.audience);
  return {
    campaign: {
      ...campaign,
      audience,
      segmentName: segmentNames(audience),
      channel: channelOf(campaign.channel),
      status: campaign.status as CampaignStatus,
      sendMode: campaign.sendMode as SendMode,
      failure: campaign.failure as CampaignFailure | null,
      pauseReason: campaign.pauseReason as PauseReason | null,
    },
    message,
    messages,
  };
}

export const CAMPAIGNS_PER_PAGE = 25;

/** The campaigns of a tab whose name contains the search, last changed first. */
export async function listCampaigns(
  shop: ShopId,
  { tab, search, page, limit = CAMPAIGNS_PER_PAGE }: CampaignFilter,
): Promise<{ rows: CampaignRow[]; total: number; pageSize: number }> {
  const statuses = [...statusesOf[tab]];
  const archived = tab === 'archived';
  const wanted = search.trim().toLowerCase();
  const [counted] = await db.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM campaign
    WHERE shop_id = ${shop}::int AND status = ANY(${statuses}::text[])
      AND (archived_at IS NOT NULL) = ${archived} AND strpos(lower(name COLLATE "und-x-icu"), ${wanted}) > 0`;
  const rows = await db.$queryRaw<StoredRow[]>`
    WITH page AS (
      SELECT * FROM campaign
      WHERE shop_id = ${shop}::int AND status = ANY(${statuses}::text[])
      AND (archived_at IS NOT NULL) = ${archived} AND strpos(lower(name COLLATE "und-x-icu"), ${wanted}) > 0
      ORDER BY updated_at DESC, id DESC
      LIMIT ${limit}::int OFFSET ${(Math.max(page, 1) - 1) * limit}::int)
    SELECT p.id, p.name, p.channel, p.status, p.failure, p.audience, n.sent, n.failed,
      p.scheduled_at AS "scheduledAt", p.sent_at AS "sentAt", p.updated_at AS "updatedAt",
      m.track_sales AS "trackSales", p.sent_elsewhere AS "sentElsewhere", f.adopted_at IS NOT NULL AS adopted,
      COALESCE(f.utm_source, m.utm_source) AS source,
      COALESCE(f.utm_medium, m.utm_medium) AS medium, COALESCE(f.utm_campaign, m.utm_campaign) AS campaign
    FROM page p JOIN message m ON m.shop_id = p.shop_id AND m.campaign_id = p.id AND m.variant = ${FIRST_VARIANT}
    LEFT JOIN message_version f ON f.shop_id = m.shop_id AND f.message_id = m.id
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE d.state IN ('sent', 'delivered'))::int AS sent,
        count(*) FILTER (WHERE d.state = 'failed')::int AS failed
      FROM message o JOIN message_version v ON v.shop_id = o.shop_id AND v.message_id = o.id
      JOIN delivery d ON d.shop_id = v.shop_id AND d.version_id = v.id
      WHERE o.shop_id = p.shop_id AND o.campaign_id = p.id) n
    ORDER BY p.updated_at DESC, p.id DESC`;
  return {
    rows: rows.map(({ source, medium, campaign, audience, ...row }) => ({
      ...row,
      audience: audienceInWords(audienceSchema.parse(audience)),
      channel: channelOf(row.channel),
      tags: { source, medium, campaign },
    })),
    total: counted?.total ?? 0,
    pageSize: limit,
  };
}

type StoredRow = Omit<CampaignRow, 'channel' | 'tags' | 'audience'> &
  CampaignRow['tags'] & { channel: string; audience: unknown };

type Saved = Promise<Outcome<void, 'not_found' | 'not_editable'>>;

export function saveChannel(
  shop: ShopId,
  id: bigint,
  { name, channel }: { name: string; channel: Channel },
  now: Date,
): Saved {
  const untracked = canTrack(channel).ok ? {} : { trackSales: false };
  return changeDraft(shop, id, { name: name.trim(), channel }, { channel, ...untracked }, now);
}

export function saveContent(
  shop: ShopId,
  id: bigint,
  { subject, preheader, html, text, design = null, template = null, voice = '' }: MessageContent,
  now: Date,
  variant: Variant = FIRST_VARIANT,
): Saved {
  const content = { subject, preheader, html, text, design, template, voice };
  return changeDraft(shop, id, {}, content, now, variant);
}

/** Another variant of a draft, a copy of the first until it is changed. @returns its letter: the first that is free */
export async function addVariant(
  shop: ShopId,
  id: bigint,
  now: Date,
): Promise<Outcome<Variant, 'not_found' | 'not_editable' | 'too_many'>> {
  return db.$transaction(async (tx) => {
    // Locks the draft: of two that add at once, each gets a letter of its own.
    const touched = await tx.campaign.updateMany({
      where: { shopId: shop, id, status: 'draft' },
      data: { updatedAt: now },
    });
    if (touched.count === 0) return refused(await whyNotEditable(shop, id, tx));
    const messages = await tx.message.findMany({ where: { shopId: shop, campaignId: id } });
    const first = messages.find(({ variant }) => variant === FIRST_VARIANT);
    if (!first) return refused('not_found');
    const letter = VARIANTS.find((one) => messages.every(({ variant }) => variant !== one));
    if (!letter) return refused('too_many');
    await createMessage(
      shop,
      id,
      { ...copyOfMessage(first), channel: first.channel, variant: letter },
      now,
      tx,
    );
    return done(letter);
  });
}

/** Takes a variant out of a draft; the first stays. */
export async function removeVariant(
  shop: ShopId,
  id: bigint,
  variant: Exclude<Variant, typeof FIRST_VARIANT>,
  now: Date,
): Saved {
  return db.$transaction(async (tx) => {
    const { count } = await tx.campaign.updateMany({
      where: { shopId: shop, id, status: 'draft' },
      data: { updatedAt: now },
    });
    if (count === 0) return refused(await whyNotEditable(shop, id, tx));
    await removeMessage(shop, id, variant, tx);
    return done(undefined);
  });
}

export function saveVariantTest(shop: ShopId, id: bigint, test: VariantTest, now: Date): Saved {
  const { percent, metric, hours } = test;
  return changeDraft(shop, id, { testPercent: percent, winnerMetric: metric, testHours: hours }, {}, now);
}

export function saveAudience(shop: ShopId, id: bigint, audience: Audience, now: Date): Saved {
  return changeDraft(shop, id, { audience, failure: null }, {}, now);
}

/** @param percent of the audience that gets nothing; null: nobody is held out */
export function saveHoldout(shop: ShopId, id: bigint, percent: number | null, now: Date): Saved {
  return changeDraft(shop, id, { holdoutPercent: percent }, {}, now);
}

/** What a campaign of any status cost; null: nobody says. */
export async function saveCost(shop: ShopId, id: bigint, cost: CampaignCost | null): Promise<void> {
  await db.campaign.updateMany({
    where: { shopId: shop, id },
    data: { costMinor: cost?.minor ?? null, costPer: cost?.per ?? null },
  });
}

export function saveTracking(
  shop: ShopId,
  id: bigint,
  tracking: { trackSales: boolean; discountCode?: string } & CampaignRow['tags'],
  now: Date,
): Saved {
  const { trackSales, source, medium, campaign, discountCode = '' } = tracking;
  const tags = { utmSource: source.trim(), utmMedium: medium.trim(), utmCampaign: campaign.trim() };
  return changeDraft(shop, id, {}, { trackSales, ...tags, discountCode: discountCode.trim() }, now);
}

async function changeDraft(
  shop: ShopId,
  id: bigint,
  campaign: Partial<
    Pick<
      StoredCampaign,
      'name' | 'channel' | 'failure' | 'holdoutPercent' | 'testPercent' | 'winnerMetric' | 'testHours'
    > & { audience: Audience }
  >,
  message: MessageChange,
  now: Date,
  variant?: Variant,
): Saved {
  return db.$transaction(async (tx) => {
    const { count } = await tx.campaign.updateMany({
      where: { shopId: shop, id, status: 'draft' },
      data: { ...campaign, updatedAt: now },
    });
    if (count === 0) return refused(await whyNotEditable(shop, id, tx));
    await changeMessage(shop, id, message, now, tx, variant);
    return done(undefined);
  });
}

export async function deleteDraft(shop: ShopId, id: bigint): Saved {
  const { count } = await db.campaign.deleteMany({ where: { shopId: shop, id, status: 'draft' } });
  return count > 0 ? done(undefined) : refused(await whyNotEditable(shop, id, db));
}

async function whyNotEditable(shop: ShopId, id: bigint, tx: Db): Promise<'not_found' | 'not_editable'> {
  return (await tx.campaign.count({ where: { shopId: shop, id } })) > 0 ? 'not_editable' : 'not_found';
}
