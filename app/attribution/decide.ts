import { standingOf, type Standing } from '~/attribution/bucket';
import { creditsOf, type Credit } from '~/attribution/credit';
import { readEvidence, type Refusal, type Sighting } from '~/attribution/evidence';
import type { Facts, Settings } from '~/attribution/facts';
import { pathOf, type Touch } from '~/attribution/path';

/** Why a piece of evidence did not count: by itself, or because of what became of the order. */
export type Rejection = Refusal | 'order_not_counted' | 'undecided';

/** A piece of evidence and what became of it. */
export interface Judged {
  sighting: Sighting;
  /** Null where it counts for the credit. */
  rejection: Rejection | null;
}

/** What the rule makes of the facts. */
export interface Decision extends Standing {
  /** Touches up to the order, by time. */
  touches: Touch[];
  /** Those within window and scope. */
  path: Touch[];
  /** The touch that decided: the credited one, or the one of another source that stood in the way. */
  deciding: Touch | null;
  credits: Credit[];
  /** Evidence for messages, accepted and rejected. */
  judged: Judged[];
}

const DAY_MS = 86_400_000;
/** Shopify tells an order's time in whole seconds: what falls into that second may have come before. */
const ORDER_SECOND_MS = 1_000;

/** Decides bucket and credits of an order: a function of facts and settings alone, whatever their order of arrival. */
export function decide(facts: Facts, settings: Settings): Decision {
  const placed = facts.order.placedAt.getTime();
  const evidence = readEvidence(facts);
  const tooLate = (sighting: Sighting) => sighting.at.getTime() >= placed + ORDER_SECOND_MS;
  const all = pathOf(evidence.filter((sighting) => sighting.origin && !tooLate(sighting)));

  const contactAlone = (touch: Touch) => touch.sightings.every(({ grade }) => grade === 'contact_click');
  const refusedContacts = facts.checkouts.length > 0 ? all.filter(contactAlone) : [];
  const touches = all.filter((touch) => !refusedContacts.includes(touch));
  const inScope = touches.filter(
    ({ origin }) => settings.scope === 'all_sources' || origin.kind === 'message',
  );
  const path = inScope.filter(({ at }) => at.getTime() >= placed - settings.windowDays * DAY_MS);

  const standing = standingOf(facts, inScope, path);
  const credited = standing.bucket === 'credited';
  const credits = credited ? creditsOf(settings.model, path, facts.order.valueMinor) : [];

  const rejectionOf = (sighting: Sighting): Rejection | null => {
    if (sighting.refusal) return sighting.refusal;
    if (tooLate(sighting)) return 'after_order';
    const has = (touch: Touch) => touch.sightings.includes(sighting);
    if (refusedContacts.some(has)) return 'pixel_saw_visitor';
    if (standing.bucket === 'excluded' || standing.bucket === 'untrackable') return 'order_not_counted';
    if (!path.some(has)) return 'outside_window';
    if (credits.some(({ touch }) => has(touch))) return null;
    return path.at(-1)?.sightings.includes(sighting) ? 'undecided' : 'superseded_by_later_touch';
  };

  return {
    ...standing,
    touches,
    path,
    deciding: credited || standing.bucket === 'no_touch' ? (path.at(-1) ?? null) : null,
    credits,
    judged: evidence
      .filter(({ origin, refusal }) => refusal ?? origin?.kind === 'message')
      .map((sighting) => ({ sighting, rejection: rejectionOf(sighting) })),
  };
}

/** Longest window that a shop may set, in days. */
const LONGEST_WINDOW = 90;

/**
 * The setting nearest to the shop's own under which a message would have earned this order: a longer window first,
 * then counting messages alone. Undefined where it is credited anyway, or where neither would help.
 * @param own what was decided under the shop's own settings
 */
export function nearestSetting(
  facts: Facts,
  settings: Settings,
  own: Decision,
): { changed: 'window_days' | 'scope'; settings: Settings; versionId: bigint } | undefined {
  if (own.bucket !== 'no_touch' && own.bucket !== 'consent_absent') return undefined;
  const ages = own.touches.map(({ at }) =>
    Math.ceil((facts.order.placedAt.getTime() - at.getTime()) / DAY_MS),
  );
  const wider = Math.min(...ages.filter((age) => age > settings.windowDays && age <= LONGEST_WINDOW));
  const candidates = [
    { changed: 'window_days' as const, settings: { ...settings, windowDays: wider } },
    { changed: 'scope' as const, settings: { ...settings, scope: 'messages_only' as const } },
  ].filter((candidate) => Number.isFinite(candidate.settings.windowDays));
  for (const candidate of candidates) {
    const [credit] = decide(facts, candidate.settings).credits;
    if (credit) return { ...candidate, versionId: credit.versionId };
  }
  return undefined;
}
