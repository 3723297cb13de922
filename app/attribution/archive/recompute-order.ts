import { BrokenArchive, type Row } from '~/attribution/archive/archive';
import { factsOf } from '~/attribution/archive/archived-facts';
import { creditTold, type Difference, differencesOf, renewalTold } from '~/attribution/archive/difference';
import { bucketLabel } from '~/attribution/bucket';
import { creditedValue, creditsOf } from '~/attribution/credit';
import { type CreditRow, creditRows, type RenewalRow, renewalRows } from '~/attribution/credit-rows';
import { decide, touchesInScope, touchesInWindow } from '~/attribution/decide';
import type { Settings, VersionFact } from '~/attribution/facts';
import type { Touch } from '~/attribution/path';
import { isBeyondEvidence, revaluedCredits } from '~/attribution/revalue';

/** All that an archive has of one order, and of credits of an order that it has not. */
export interface ArchivedOrder {
  orderId: bigint;
  order: Row<'orders'> | undefined;
  evidence: Row<'evidence'> | undefined;
  touches: readonly Row<'touches'>[];
  credits: readonly Row<'credits'>[];
  renewals: readonly Row<'renewals'>[];
}

/** What it says beside its orders. */
export interface Known {
  settings: ReadonlyMap<number, Settings>;
  messages: ReadonlyMap<bigint, VersionFact>;
  ownHosts: string[];
  keptSince: { clicks: Date | null; touches: Date | null };
}

/**
 * How an order was recomputed. evidence: from what it was decided from · touches: from its touches alone, since that is
 * not all kept any more · waiting: not at all, since something arrived by which it is to be decided anew · undecided: not
 * at all, since it never was.
 */
export type Way = 'evidence' | 'touches' | 'waiting' | 'undecided';

export interface RecomputedOrder {
  way: Way;
  /** How many credits were compared, stored or recomputed. */
  credits: number;
  differences: Difference[];
}

/** What should be stored. */
interface Expected {
  way: Way;
  credits: readonly CreditRow[];
  /** What may stand in their place. */
  credibly: readonly CreditRow[];
  renewals: readonly RenewalRow[];
  because: string;
}

/**
 * Decides an order from what an archive has of it, by the settings that decided it last, and compares its credits.
 * @throws BrokenArchive where the archive lacks what that takes
 */
export function recomputeOrder(archived: ArchivedOrder, known: Known): RecomputedOrder {
  const { orderId, order } = archived;
  if (order?.waiting) return { way: 'waiting', credits: 0, differences: [] };
  const expected = expectedOf(archived, known);
  const messages = { messages: known.messages, currency: order?.currency ?? '' };
  const pairs = [
    differencesOf(
      archived.credits.map((row) => creditTold(row, messages)),
      expected.credits.map((row) => creditTold(row, messages)),
      expected.credibly.map((row) => creditTold(row, messages)),
    ),
    differencesOf(
      archived.renewals.map((row) => renewalTold(row, messages)),
      expected.renewals.map((row) => renewalTold(row, messages)),
    ),
  ];
  const about = { order: order?.name ?? '', orderId: String(orderId), because: expected.because };
  return {
    way: expected.way,
    credits: pairs.reduce((sum, { compared }) => sum + compared, 0),
    differences: pairs.flatMap(({ differences }) => differences.map((found) => ({ ...about, ...found }))),
  };
}

function expectedOf(archived: ArchivedOrder, known: Known): Expected {
  const { order } = archived;
  const nothing = { way: 'undecided', credits: [], credibly: [], renewals: [] } as const;
  if (!order) return { ...nothing, because: 'the archive has no such order' };
  const { standing } = order;
  if (!standing) return { ...nothing, because: 'the order was never decided' };
  const settings = known.settings.get(standing.settingsVersion);
  if (!settings) throw new BrokenArchive(`there is no version ${standing.settingsVersion} of the settings`);
  return isBeyondEvidence(order, known.keptSince) && standing.bucket !== 'pending'
    ? byTouches(archived.touches, order, standing, settings, known)
    : byEvidence(archived, order, settings, known);
}

function byEvidence(
  { orderId, evidence }: ArchivedOrder,
  order: Row<'orders'>,
  settings: Settings,
  known: Known,
): Expected {
  if (!evidence) throw new BrokenArchive(`there is no evidence of order ${orderId}`);
  const versions = evidence.versionIds.map((id) => messageOf(id, known));
  const facts = factsOf(order, evidence, versions, known.ownHosts);
  const decision = decide(facts, settings);
  const { bucket, reason } = decision;
  return {
    way: 'evidence',
    credits: creditRows(orderId, decision, settings),
    credibly: [],
    renewals: facts.subscription ? renewalRows(orderId, facts.subscription.orderId, decision, settings) : [],
    because: `by version ${settings.version} of the settings the order stands as ${bucketLabel[bucket]} (${reason})`,
  };
}

/**
 * An order whose evidence is not all kept any more stays as it was decided; the touches that decided it are kept. Where it
 * was refunded or edited since, its credits are parts of its worth by the weights that are stored, else by the exact ones.
 */
function byTouches(
  rows: ArchivedOrder['touches'],
  order: Row<'orders'>,
  { bucket, reason }: NonNullable<Row<'orders'>['standing']>,
  settings: Settings,
  known: Known,
): Expected {
  const touches = touchesInScope(rows.map(touchOf), settings);
  const versions = rows.flatMap(({ versionId }) => (versionId === null ? [] : messageOf(versionId, known)));
  const path = touchesInWindow(touches, settings, { order, versions });
  const value = creditedValue(order, settings.basis);
  const earned = bucket === 'credited' ? creditsOf(settings.model, path, value, settings.halfLifeDays) : [];
  const credits = creditRows(order.orderId, { bucket, reason, credits: earned, renewals: [] }, settings);
  return {
    way: 'touches',
    credits,
    credibly: revaluedCredits(credits, order, settings.basis),
    renewals: [],
    because: `by its touches, since its evidence is not all kept any more, the order stands as ${bucketLabel[bucket]} (${reason})`,
  };
}

const touchOf = ({ touchAt: at, timed, grade, versionId, ...traffic }: Row<'touches'>): Touch => ({
  at,
  timed,
  grade,
  origin: versionId === null ? { kind: 'other', ...traffic } : { kind: 'message', versionId },
  sightings: [],
});

function messageOf(id: bigint, { messages }: Known): VersionFact {
  const message = messages.get(id);
  if (!message) throw new BrokenArchive(`there is no message ${id}`);
  return message;
}
