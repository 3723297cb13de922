import {
  addVariant,
  createCampaign,
  saveAudience,
  saveContent,
  saveHoldout,
  saveTracking,
  saveVariantTest,
} from '~/campaigns/campaign-store.server';
import type { VariantTest } from '~/campaigns/variants';
import { markScheduled } from '~/campaigns/campaign-status-store.server';
import { expandCampaign } from '~/campaigns/expand-campaign.server';
import { type Channel, CHANNELS, type Handover } from '~/channels/channel';
import { after, type Stage } from '~/commands/seed/scenario';
import type { ContactFacts } from '~/contacts/contact';
import { type Delivery, db, type MessageVersion } from '~/db.server';
import { concludeBatch, type Settled } from '~/jobs/conclude-batch';
import { done } from '~/lib/outcome';
import { compiledVersion, deliver } from '~/messaging/deliver.server';
import { claimDeliveries, unscopedSettleDeliveries } from '~/messaging/delivery-store.server';
import type { MessageContent } from '~/messaging/message-store.server';
import { holdChannel, releaseChannel } from '~/messaging/sending-pace-store.server';

export interface Draft extends Partial<MessageContent> {
  name: string;
  channel?: Channel;
  /** Null: no audience is chosen. */
  audience?: string | null;
  /** Of the audience that gets nothing. */
  holdoutPercent?: number;
  /** What each further variant says otherwise, and how they are tried. */
  variants?: Partial<MessageContent>[];
  test?: VariantTest;
  /** Null: sales are not tracked. */
  tags: { source: string; medium: string; campaign: string; discountCode?: string } | null;
}

/** No segment of any shop: whatever is sent later than the seeding reaches nobody. */
const SEGMENT = 'gid://shopify/Segment/9700000000000';
const NO_TAGS = { source: '', medium: '', campaign: '' };

/** Two links into the shop. */
export const letter = ({ storefrontUrl }: Stage['shop'], words: string): string =>
  `<html><body><p>Hello {{ first_name | default: "friend" }}, ${words}</p>` +
  `<p><a href="${storefrontUrl}/collections/all">See them all</a></p>` +
  `<p><a href="${storefrontUrl}/products/teapot">The teapot</a> <a href="${storefrontUrl}/">The shop</a></p></body></html>`;

/** A campaign as the merchant left the wizard. */
export async function writeDraft({ shop }: Stage, draft: Draft, at: Date): Promise<bigint> {
  const { name, channel = 'email', audience = 'Tea lovers', holdoutPercent, tags, ...written } = draft;
  const { variants = [], test, ...content } = written;
  const id = await createCampaign(shop.id, { name, channel }, at);
  const said = { subject: '', preheader: '', html: '', text: '', ...content };
  await saveContent(shop.id, id, said, at);
  for (const other of variants) {
    const added = await addVariant(shop.id, id, at);
    if (added.ok) await saveContent(shop.id, id, { ...said, ...other }, at, added.value);
  }
  if (test) await saveVariantTest(shop.id, id, test, at);
  const include = audience === null ? [] : [{ id: SEGMENT, name: audience }];
  await saveAudience(shop.id, id, { include, exclude: [] }, at);
  if (holdoutPercent) await saveHoldout(shop.id, id, holdoutPercent, at);
  await saveTracking(shop.id, id, { trackSales: tags !== null, ...(tags ?? NO_TAGS) }, at);
  return id;
}

/** A campaign sent now to these people: frozen, with a delivery for each. No job of it is left for the workers. */
export async function begin(
  stage: Stage,
  draft: Draft,
  members: ContactFacts[],
  at: Date,
): Promise<{ id: bigint; version: MessageVersion }> {
  const { shop } = stage;
  const id = await writeDraft(stage, draft, after(at, -60));
  await db.$transaction((tx) => markScheduled(shop.id, id, null, at, tx));
  await expandCampaign(shop, id, {}, () => Promise.resolve(done({ members })), at);
  return {
    id,
    version: await db.messageVersion.findFirstOrThrow({
      where: { shopId: shop.id, message: { campaignId: id } },
    }),
  };
}

/** What becomes of one person's copy: the provider's answer, or what befalls it on the way there. */
export type Fate = Handover | 'in_hand' | 'app_uninstalled' | 'not_composed' | 'not_connected';

export const refusedWith = (reason: string): Fate => ({ outcome: 'refused', reason });
const MONTH_MS = 30 * 86_400_000;
/** Wants to be asked again so late that no worker does meanwhile. */
export const BUSY: Fate = { outcome: 'later', reason: '451 Too busy, try later', retryAfterMs: MONTH_MS };

/**
 * Gives what is due of a version to a provider that answers as told, and draws the conclusions, as the workers do.
 * @param fates by first name; whoever is not named gets it
 */
export async function handOut(
  { shop }: Stage,
  version: MessageVersion,
  fates: Partial<Record<string, Fate>>,
  at: Date,
): Promise<void> {
  const claimed = await claimDeliveries(shop.id, version.id, 100, 'seed', at);
  const message = await compiledVersion(shop.id, version.id);
  const settled: Settled[] = [];
  for (const delivery of claimed) {
    const fate = fates[delivery.firstName ?? ''] ?? accepted(String(delivery.id));
    if (fate === 'in_hand') continue;
    const uninstalledAt = fate === 'app_uninstalled' ? at : delivery.uninstalledAt;
    const settlement = await deliver({ ...delivery, uninstalledAt }, message, providerOf(fate));
    settled.push({ delivery, settlement });
  }
  await unscopedSettleDeliveries(settled, at);
  await concludeBatch(settled, at);
}

const accepted = (id: string): Handover => ({ outcome: 'accepted', providerMessageId: `seed-${id}` });

function providerOf(fate: Fate): Parameters<typeof deliver>[2] {
  if (fate === 'not_connected') return undefined;
  return {
    sender: 'news@example.com',
    send: () =>
      typeof fate === 'string' ? Promise.reject(new Error('nothing to send')) : Promise.resolve(fate),
  };
}

/** One person's copy. */
export async function deliveryTo(
  { shop }: Stage,
  version: MessageVersion,
  { shopifyId }: ContactFacts,
): Promise<Delivery> {
  return db.delivery.findFirstOrThrow({
    where: { shopId: shop.id, versionId: version.id, contact: { shopifyId } },
  });
}

const SEEDING_MS = 600_000;

/** Keeps running workers from sending what the scenarios queue, for as long as they are written. */
export async function withoutWorkers({ shop, now }: Stage, work: () => Promise<void>): Promise<void> {
  for (const channel of CHANNELS) await holdChannel(shop.id, channel, 'being seeded', SEEDING_MS, now);
  await work();
  const over = new Date(now.getTime() + SEEDING_MS);
  for (const channel of CHANNELS) await releaseChannel(shop.id, channel, over);
}
