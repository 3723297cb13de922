import { toDecimal } from '~/lib/money';
import type { Row } from '~/attribution/archive/archive';
import type { VersionFact } from '~/attribution/facts';

/** What a credit says, in words that compare. */
export type Told = Readonly<Record<string, string | number>>;

/** A credit that is not what is recomputed. */
export interface Difference {
  order: string;
  orderId: string;
  /** The model; `renewal` of what a renewal brings beside the credits. */
  model: string;
  ordinal: number;
  message: string;
  /** Null where nothing is stored. */
  stored: Told | null;
  /** Null where nothing should be. */
  recomputed: Told | null;
  because: string;
}

/** A credit at its place among those of its order. */
export interface Placed {
  model: string;
  ordinal: number;
  message: string;
  told: Told;
}

interface Words {
  messages: ReadonlyMap<bigint, VersionFact>;
  currency: string;
}

/** A credit in words. */
export function creditTold(credit: Row<'credits'>, words: Words): Placed {
  const { model, ordinal, settingsVersion, touchAt, grade, weightPpm, amountMinor } = credit;
  const message = messageName(credit.versionId, words);
  return {
    model,
    ordinal,
    message,
    told: {
      message,
      amount: toDecimal({ minor: amountMinor, currency: words.currency }),
      weightPpm,
      grade,
      touchAt: touchAt.toISOString(),
      settingsVersion,
    },
  };
}

/** What a renewal brings a message, in words. */
export function renewalTold(renewal: Row<'renewals'>, words: Words): Placed {
  const { ordinal, firstOrderId, settingsVersion, weightPpm, amountMinor } = renewal;
  const message = messageName(renewal.versionId, words);
  return {
    model: 'renewal',
    ordinal,
    message,
    told: {
      message,
      amount: toDecimal({ minor: amountMinor, currency: words.currency }),
      weightPpm,
      firstOrderId: String(firstOrderId),
      settingsVersion,
    },
  };
}

function messageName(id: bigint, { messages }: Words): string {
  const known = messages.get(id);
  const names = known ? [known.campaign, known.variant, known.subject] : ['unknown message'];
  return `${names.filter(Boolean).join(' / ')} [${id}]`;
}

/**
 * Which of an order's credits differ, place by place.
 * @param credibly what may be stored in place of what is recomputed
 */
export function differencesOf(
  stored: readonly Placed[],
  recomputed: readonly Placed[],
  credibly: readonly Placed[] = [],
): { compared: number; differences: Omit<Difference, 'order' | 'orderId' | 'because'>[] } {
  const places = new Map([...stored, ...recomputed].map((placed) => [placeOf(placed), placed]));
  const at = (some: readonly Placed[], place: string) => some.find((placed) => placeOf(placed) === place);
  const differences = [...places].flatMap(([place, { model, ordinal }]) => {
    const is = at(stored, place);
    const should = at(recomputed, place);
    const may = at(credibly, place);
    if (is && (isSame(is, should) || isSame(is, may))) return [];
    const message = (is ?? should)?.message ?? '';
    return [{ model, ordinal, message, stored: is?.told ?? null, recomputed: should?.told ?? null }];
  });
  return { compared: places.size, differences };
}

const placeOf = ({ model, ordinal }: Placed) => `${model} ${ordinal}`;
const isSame = (a: Placed, b: Placed | undefined) => JSON.stringify(a.told) === JSON.stringify(b?.told);

/** A difference in a sentence. */
export function sentenceOf({
  order,
  orderId,
  model,
  message,
  stored,
  recomputed,
  because,
}: Difference): string {
  const where = `${order || 'order'} (${orderId}), ${model}, ${message}`;
  const what =
    stored && recomputed
      ? Object.keys(stored)
          .filter((name) => stored[name] !== recomputed[name])
          .map((name) => `${name} is ${stored[name]} stored and ${recomputed[name]} recomputed`)
          .join(', ')
      : stored
        ? `${stored.amount} is stored and nothing recomputed`
        : `nothing is stored and ${recomputed?.amount} recomputed`;
  return `${where}: ${what}; ${because}`;
}
