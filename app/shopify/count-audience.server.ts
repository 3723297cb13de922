import type { Audience } from '~/campaigns/audience';
import type { Channel } from '~/channels/channel';
import type { ContactFacts } from '~/contacts/contact';
import { findContacts } from '~/contacts/contact-store.server';
import type { Shop } from '~/db.server';
import { mayReceive } from '~/messaging/consent';
import { contactsAtCap, loadFrequencyCap } from '~/messaging/frequency-cap-store.server';
import { segmentPage } from '~/shopify/segments.server';

/** So many pages are read of the segments to include, and as many of those to exclude. */
const PAGES_READ = 8;

export interface AudienceCount {
  /** People in the included segments: each once where all were read, else the segments' sizes added up. */
  inSegments: number;
  /** People who were read in the included segments, each once. All that follows is about them. */
  read: number;
  /** Of those, in an excluded segment. */
  excluded: number;
  /** Of the others, who may not be written to. */
  withoutConsent: number;
  /** Of the others, who were sent as many messages as the frequency cap allows. */
  capped: number;
  /** The rest. */
  willReceive: number;
  /** Whether all segments were read, or the first pages alone. */
  counted: 'all' | 'first_pages';
}

/**
 * How many people an audience reaches as it is now, by reading its segments: eight pages of each kind, or one of each segment.
 * @throws SegmentGone where one of them is no more
 */
export async function countAudience(
  shop: Shop,
  audience: Audience,
  channel: Channel,
  now: Date,
): Promise<AudienceCount> {
  const excluded = await readMembers(shop, audience.exclude);
  const included = await readMembers(shop, audience.include);
  const meant = [...included.members.values()].filter(({ shopifyId }) => !excluded.members.has(shopifyId));
  const reachable = meant.filter((member) => mayReceive(channel, { ...member, redactedAt: null }).ok);
  const capped = await countCapped(shop, reachable, channel, now);
  const all = included.all && excluded.all;
  return {
    inSegments: included.all ? included.members.size : included.total,
    read: included.members.size,
    excluded: included.members.size - meant.length,
    withoutConsent: meant.length - reachable.length,
    capped,
    willReceive: reachable.length - capped,
    counted: all ? 'all' : 'first_pages',
  };
}

async function countCapped(
  shop: Shop,
  members: readonly ContactFacts[],
  channel: Channel,
  now: Date,
): Promise<number> {
  const cap = await loadFrequencyCap(shop.id);
  if (!cap) return 0;
  const known = await findContacts(
    shop.id,
    members.map(({ shopifyId }) => shopifyId),
  );
  const capped = await contactsAtCap(shop.id, cap, { channel, versionId: null }, known, now);
  return capped.size;
}

async function readMembers(
  shop: Shop,
  segments: Audience['include'],
): Promise<{ members: Map<bigint, ContactFacts>; total: number; all: boolean }> {
  const members = new Map<bigint, ContactFacts>();
  let total = 0;
  let left = PAGES_READ;
  let all = true;
  for (const { id } of segments) {
    let cursor: string | undefined;
    do {
      const page = await segmentPage(shop, id, cursor);
      if (!cursor) total += page.total;
      for (const member of page.members) members.set(member.shopifyId, member);
      cursor = page.next;
      left -= 1;
    } while (cursor && left > 0);
    if (cursor) all = false;
  }
  return { members, total, all };
}
