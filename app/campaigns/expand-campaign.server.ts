import { type Audience, type Place, placeAfter, readingOrder } from '~/campaigns/audience';
import { type CampaignFailure, campaignJobKey, tokenValuesOf } from '~/campaigns/campaign';
import {
  lockToExpand,
  markDraft,
  markExpanded,
  markSentIfFinished,
  markStarted,
} from '~/campaigns/campaign-status-store.server';
import { loadCampaign } from '~/campaigns/campaign-store.server';
import { dropExclusions, findExcluded, noteExcluded } from '~/campaigns/exclusion-store.server';
import { isInHoldout } from '~/campaigns/holdout.server';
import { variantOf } from '~/campaigns/variant-of.server';
import { FIRST_VARIANT, readVariant, type Variant } from '~/campaigns/variants';
import type { ContactFacts } from '~/contacts/contact';
import { saveContacts } from '~/contacts/contact-store.server';
import { type Contact, type Db, db, forgetPlans, type MessageVersion, type Shop } from '~/db.server';
import type { Outcome } from '~/lib/outcome';
import { queueDelivery } from '~/messaging/queue-delivery.server';
import { freezeMessage } from '~/messaging/version-store.server';
import { enqueue } from '~/queue/enqueue.server';

/** Reads one page of a segment; without a cursor the first. `next` is the cursor of the page after it, if any. */
export type ReadPage = (
  segmentId: string,
  cursor?: string,
) => Promise<Outcome<{ members: ContactFacts[]; next?: string }, 'segment_gone'>>;

/**
 * Reads one page of a campaign's audience and asks for the next: first those of the excluded segments, whose members are
 * noted; then those of the included ones, whose members become deliveries, each person one of one variant. Who is excluded belongs to
 * the audience no more than who is in no segment: no delivery, and in no number. The message is frozen with the
 * first page that is included: contacts, deliveries and the job of the next page come to be in one transaction, so a page
 * is done wholly or not at all, and doing it again adds nothing. Each reading from the start notes anew whom it excludes.
 *
 * Until then nothing is frozen, so a campaign whose segment is gone by then becomes a draft again, with
 * the failure on it. Where a segment goes while sending is under way, those who were reached stay reached: expansion
 * ends there and the campaign ends as sent, with the failure on it. A campaign that pauses is expanded all the same:
 * its deliveries wait.
 */
export async function expandCampaign(
  shop: Shop,
  id: bigint,
  place: Place,
  readPage: ReadPage,
  now: Date,
): Promise<void> {
  const campaign = (await loadCampaign(shop.id, id))?.campaign;
  if (!campaign || campaign.expandedAt) return;
  if (campaign.status === 'draft' || campaign.status === 'sent') return;
  const { audience } = campaign;
  const segment = readingOrder(audience)[place.segment ?? 0];
  if (!segment) return;
  const from = campaign.status === 'scheduled' ? 'scheduled' : 'under_way';
  const key = campaignJobKey(shop.id, id);
  const payload = { shopId: shop.id, campaignId: id.toString() };
  if (campaign.status === 'scheduled' && campaign.scheduledAt && campaign.scheduledAt > now) {
    // A job of an earlier schedule, or of a clock that runs ahead: the campaign's own time counts.
    return enqueue(db, 'expand-campaign', payload, { key, runAt: campaign.scheduledAt });
  }
  if (shop.uninstalledAt) return stop(shop, id, from, 'shop_uninstalled', now);
  const page = await readPage(segment.id, place.cursor);
  if (!page.ok) return stop(shop, id, from, page.reason, now);
  const { members, next } = page.value;
  const run = place.run ?? now.getTime();
  const after = placeAfter(audience, { ...place, run }, next);

  await db.$transaction(
    async (tx) => {
      await forgetPlans(tx);
      const read = { run, members, role: segment.role };
      if (!(await takePage(shop, id, audience, read, now, tx))) return;
      if (after) await enqueue(tx, 'expand-campaign', { ...payload, ...after }, { key });
      else {
        await markExpanded(shop.id, id, null, now, tx);
        await dropExclusions(shop.id, id, tx);
      }
    },
    { timeout: 30_000 },
  );
  if (!after) await markSentIfFinished(shop.id, id, now);
}

/** @returns whether it was taken: not where the campaign was cancelled or changed while the page was read */
async function takePage(
  shop: Shop,
  id: bigint,
  audience: Audience,
  { run, members, role }: { run: number; members: ContactFacts[]; role: 'include' | 'exclude' },
  now: Date,
  tx: Db,
): Promise<boolean> {
  const met = members.map(({ shopifyId }) => shopifyId);
  if (role === 'exclude') {
    if (!(await lockToExpand(shop.id, id, audience, now, tx))) return false;
    await noteExcluded(shop.id, id, run, met, tx);
    return true;
  }
  if (!(await markStarted(shop.id, id, audience, now, tx))) return false;
  const found = await loadCampaign(shop.id, id, tx);
  if (!found) return false;
  const tokens = tokenValuesOf(found.campaign, now, shop.timeZone);
  const versions = new Map<string, MessageVersion>();
  for (const message of found.messages) {
    const frozen = await freezeMessage(shop.id, message, { shopName: shop.name, tokens }, now, tx);
    versions.set(message.variant, frozen);
  }
  const excluded =
    audience.exclude.length > 0 ? await findExcluded(shop.id, id, run, met, tx) : new Set<bigint>();
  const meant = members.filter(({ shopifyId }) => !excluded.has(shopifyId));
  const contacts = await saveContacts(shop.id, meant, now, tx);
  const drawn = variantOf(shop.id, id, lettersOf(found.messages), found.campaign.testPercent);
  const draws = {
    isHeldOut: isInHoldout(shop.id, id, found.campaign.holdoutPercent),
    awaitsWinner: (contactId: bigint) => drawn(contactId) === 'rest',
  };
  // Who gets none of the variants yet has to stand under one: the first, until another is given them.
  const variantFor = ({ id: contactId }: Contact) => {
    const variant = drawn(contactId);
    return variant === 'rest' || draws.isHeldOut(contactId) ? FIRST_VARIANT : variant;
  };
  for (const [variant, version] of versions) {
    const group = [...contacts.values()].filter((contact) => variantFor(contact) === variant);
    await queueDelivery(shop.id, version, { of: 'campaign', contacts: group, ...draws }, now, tx);
  }
  return true;
}

function lettersOf(messages: readonly { variant: string }[]): [Variant, ...Variant[]] {
  const [, ...others] = messages.map(({ variant }) => readVariant(variant));
  return [FIRST_VARIANT, ...others];
}

async function stop(
  shop: Shop,
  id: bigint,
  from: 'scheduled' | 'under_way',
  failure: CampaignFailure,
  now: Date,
): Promise<void> {
  if (await markDraft(shop.id, id, from, failure, now)) return;
  await markExpanded(shop.id, id, failure, now);
  await dropExclusions(shop.id, id);
  await markSentIfFinished(shop.id, id, now);
}
