import { exponentOf, parseAmount, toDecimal } from '~/lib/money';
import { done, type Outcome, refused } from '~/lib/outcome';

/** What a campaign cost, in minor units of the shop's currency. */
export interface CampaignCost {
  minor: bigint;
  per: 'campaign' | 'message';
}

/** The cost of a campaign as it is stored; null where nobody said. */
export function costOf({
  costMinor,
  costPer,
}: {
  costMinor: bigint | null;
  costPer: string | null;
}): CampaignCost | null {
  if (costMinor === null) return null;
  return { minor: costMinor, per: costPer === 'message' ? 'message' : 'campaign' };
}

/** What it cost in all. @param sent messages that a provider took */
export const totalCost = ({ minor, per }: CampaignCost, sent: number): bigint =>
  per === 'message' ? minor * BigInt(sent) : minor;

/**
 * An amount as a merchant types it, with a point or a comma before its decimals.
 * @returns minor units; null where nothing was typed
 */
export function readCost(
  text: string,
  currency: string,
): Outcome<bigint | null, 'not_an_amount' | 'too_fine'> {
  const typed = text.trim().replace(',', '.');
  if (typed === '') return done(null);
  const match = /^\d{1,12}(?:\.(\d+))?$/.exec(typed);
  if (!match) return refused('not_an_amount');
  const decimals = (match[1] ?? '').replace(/0+$/, '').length;
  return decimals > exponentOf(currency) ? refused('too_fine') : done(parseAmount(typed, currency));
}

/** Why an amount was refused, for the merchant. */
export const costRefusal = {
  not_an_amount: 'Enter an amount, such as 49.90.',
  too_fine: 'Enter no parts of the smallest coin. Where each message costs less, enter the total.',
};

/** The amount as it stands in its field. */
export const costText = (cost: CampaignCost | null, currency: string): string =>
  cost ? toDecimal({ minor: cost.minor, currency }) : '';
