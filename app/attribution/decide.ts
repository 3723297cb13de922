import { standingOf, type Standing } from '~/attribution/bucket';
import { type Credit, creditedValue, creditsOf, type Share, sharesOf } from '~/attribution/credit';
import { readEvidence, type Refusal, type Sighting } from '~/attribution/evidence';
import type { Facts, Settings } from '~/attribution/facts';
import { pathOf, type Touch } from '~/attribution/path';
import { renewalCredits, type RenewalCredit } from '~/attribution/renewal';
import { windowOf } from '~/attribution/settings';
import { isAfterOrder, isWithinWindow } from '~/attribution/window';

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
  /** The touch that decided: the one with the largest credit, or the one of another source that stood in the way. */
  deciding: Touch | null;
  credits: Credit[];
  /** What a renewal brings the messages that won the first order of its subscription. */
  renewals: RenewalCredit[];
  /** Evidence for messages, accepted and rejected. */
  judged: Judged[];
}

/** Decides bucket and credits of an order: a function of facts and settings alone, whatever their order of arrival. */
export function decide(facts: Facts, settings: Settings): Decision {
  const placed = facts.order.placedAt.getTime();
  const evidence = readEvidence(facts).map((sighting) => withoutRefused(sighting, settings));
  const tooLate = (sighting: Sighting) => isAfterOrder(sighting.at.getTime(), placed);
  const all = pathOf(evidence.filter((sighting) => sighting.origin && !tooLate(sighting)));

  const contactAlone = (touch: Touch) => touch.sightings.every(({ grade }) => grade === 'contact_click');
  const refusedContacts = facts.checkouts.length > 0 ? all.filter(contactAlone) : [];
  const touches = all.filter((touch) => !refusedContacts.includes(touch));
  const inScope = touchesInScope(touches, settings);
  const path = touchesInWindow(inScope, settings, facts);

  const shares = sharesOf(settings.model, path, settings.halfLifeDays);
  const renewals = renewalCredits(facts, settings);
  const standing = standingOf(facts, settings, inScope, shares, renewals);
  const credited = standing.bucket === 'credited';
  const value = creditedValue(facts.order, settings.basis);
  // A renewal that is counted goes by who won the first order of its subscription, and by no touch of its own.
  const byPath = credited && facts.order.kind === 'web';
  const credits = byPath ? creditsOf(settings.model, path, value, settings.halfLifeDays) : [];

  const rejectionOf = (sighting: Sighting): Rejection | null => {
    if (sighting.refusal) return sighting.refusal;
    if (tooLate(sighting)) return 'after_order';
    const has = ({ touch }: { touch: Touch }) => touch.sightings.includes(sighting);
    if (refusedContacts.some((touch) => has({ touch }))) return 'pixel_saw_visitor';
    if (standing.bucket === 'excluded' || facts.order.kind !== 'web') return 'order_not_counted';
    const share = shares.find(has);
    if (!share) return 'outside_window';
    if (share.weightPpm > 0) return credited ? null : 'undecided';
    return settings.model === 'first_click' ? 'preceded_by_other_touch' : 'superseded_by_later_touch';
  };

  return {
    ...standing,
    touches,
    path,
    deciding: byPath || standing.bucket === 'no_touch' ? decidingOf(shares, byPath) : null,
    credits,
    renewals,
    judged: evidence
      .filter(({ origin, refusal }) => refusal ?? origin?.kind === 'message')
      .map((sighting) => ({ sighting, rejection: rejectionOf(sighting) })),
  };
}

/** Those of the touches that the settings look at. */
export const touchesInScope = (touches: readonly Touch[], { scope }: Settings): Touch[] =>
  touches.filter(({ origin }) => scope === 'all_sources' || origin.kind === 'message');

/** Those of them that lie within the window of their channel. */
export function touchesInWindow(
  touches: readonly Touch[],
  settings: Settings,
  { order, versions }: Pick<Facts, 'versions'> & { order: Pick<Facts['order'], 'placedAt'> },
): Touch[] {
  const placed = order.placedAt.getTime();
  return touches.filter((touch) =>
    isWithinWindow(touch.at.getTime(), placed, windowOf(settings, channelOf(touch, { versions }))),
  );
}

/** Evidence of a grade that the shop does not accept earns no message anything; what it says of other sources stands. */
function withoutRefused(sighting: Sighting, { refusedGrades }: Settings): Sighting {
  return sighting.origin?.kind === 'message' && refusedGrades.includes(sighting.grade)
    ? { ...sighting, origin: null, refusal: 'grade_not_accepted' }
    : sighting;
}

/** The channel of a touch that came from a message. */
export function channelOf({ origin }: Touch, { versions }: Pick<Facts, 'versions'>): string | undefined {
  return origin.kind === 'message' ? versions.find(({ id }) => id === origin.versionId)?.channel : undefined;
}

/** Of all that carries a credit, or of all that stood in its way, what weighs most; among equals the latest. */
function decidingOf(shares: readonly Share[], credited: boolean): Touch | null {
  const some = shares.filter(({ touch }) => !credited || touch.origin.kind === 'message');
  const most = Math.max(...some.map(({ weightPpm }) => weightPpm));
  return some.findLast(({ weightPpm }) => weightPpm === most)?.touch ?? null;
}
