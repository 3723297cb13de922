/** Which day money is counted on: that of its order, or that on which it moved. */
export const DATE_BASES = ['placed', 'moved'] as const;
export type DateBasis = (typeof DATE_BASES)[number];

export const dateBasisLabel: Record<DateBasis, string> = {
  placed: 'Day of the order',
  moved: 'Day of sale or refund',
};

/** What is counted on which day, as a sentence. */
export const dateBasis = (zone: string, basis: DateBasis = 'placed'): string =>
  basis === 'placed'
    ? `Orders by the day they were placed (${zone}), at what they are worth now, after refunds and edits.`
    : `Sales by the day of the order, refunds and edits by the day they happened (${zone}), whenever the order was placed.`;
