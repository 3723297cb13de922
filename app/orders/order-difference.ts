/** An order in brief as Shopify has it. Money is in minor units of `currency`. */
export interface ShopifyOrder {
  id: bigint;
  name: string;
  createdAt: Date;
  placedAt: Date;
  updatedAt: Date;
  currency: string;
  /** What the order is worth now, by the same definition as ours. */
  worthMinor: bigint;
}

/** An order in brief as it stands here. */
export interface OurOrder {
  id: bigint;
  updatedAt: Date;
  valueMinor: bigint;
}

/** How an order here stands against Shopify's: an older version of the same worth is `outdated`. */
export type Comparison = 'same' | 'missing_here' | 'value_differs' | 'outdated';

/** Compares one order. What is newer here came after Shopify was asked, and is no difference. */
export function compareOrder(ours: OurOrder | undefined, theirs: ShopifyOrder): Comparison {
  if (!ours) return 'missing_here';
  if (ours.updatedAt > theirs.updatedAt) return 'same';
  if (ours.valueMinor !== theirs.worthMinor) return 'value_differs';
  return ours.updatedAt < theirs.updatedAt ? 'outdated' : 'same';
}

/** What a comparison of many orders found, before anything was repaired. */
export interface Findings {
  checked: number;
  missing: number;
  different: number;
  repaired: number;
  /** Shopify's total less ours, over orders in the shop's currency. */
  differenceMinor: bigint;
}

export const NOTHING_FOUND: Findings = {
  checked: 0,
  missing: 0,
  different: 0,
  repaired: 0,
  differenceMinor: 0n,
};

export function addFindings(a: Findings, b: Findings): Findings {
  return {
    checked: a.checked + b.checked,
    missing: a.missing + b.missing,
    different: a.different + b.different,
    repaired: a.repaired + b.repaired,
    differenceMinor: a.differenceMinor + b.differenceMinor,
  };
}
