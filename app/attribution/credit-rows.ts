import type { Credit } from '~/attribution/credit';
import type { Decision } from '~/attribution/decide';
import type { Grade } from '~/attribution/evidence';
import type { RuleModel, Settings } from '~/attribution/facts';
import { isCountedRenewal } from '~/attribution/receipt';
import type { RenewalCredit } from '~/attribution/renewal';

/** A credit as it is stored. */
export interface CreditRow {
  orderId: bigint;
  model: RuleModel;
  ordinal: number;
  versionId: bigint;
  settingsVersion: number;
  touchAt: Date;
  grade: Grade;
  weightPpm: number;
  amountMinor: bigint;
}

/** What a renewal that is counted apart brings a message, as it is stored. */
export interface RenewalRow {
  orderId: bigint;
  ordinal: number;
  versionId: bigint;
  firstOrderId: bigint;
  settingsVersion: number;
  weightPpm: number;
  amountMinor: bigint;
}

type Decided = Pick<Decision, 'bucket' | 'reason'> & {
  credits: readonly Credit[];
  renewals: readonly RenewalCredit[];
};

/** The credits of an order; those of a renewal are among them where the shop counts renewals like other orders. */
export function creditRows(
  orderId: bigint,
  decided: Decided,
  { version: settingsVersion, model }: Settings,
): CreditRow[] {
  const own = { orderId, settingsVersion, model };
  const counted = isCountedRenewal(decided) ? decided.renewals : [];
  return [
    ...decided.credits.map(
      ({ touch: { at: touchAt, grade }, ordinal, versionId, weightPpm, amountMinor }) => ({
        ...own,
        ordinal,
        versionId,
        touchAt,
        grade,
        weightPpm,
        amountMinor,
      }),
    ),
    ...counted.map((credit) => ({ ...credit, ...own })),
  ];
}

/** What a renewal brings beside the credits. @param firstOrderId of the order that began its subscription */
export function renewalRows(
  orderId: bigint,
  firstOrderId: bigint,
  decided: Decided,
  { version: settingsVersion }: Settings,
): RenewalRow[] {
  if (isCountedRenewal(decided)) return [];
  return decided.renewals.map(({ ordinal, versionId, weightPpm, amountMinor }) => ({
    orderId,
    ordinal,
    versionId,
    firstOrderId,
    settingsVersion,
    weightPpm,
    amountMinor,
  }));
}
