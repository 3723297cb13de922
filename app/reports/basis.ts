/** Which day an order's money is counted on. */
export const dateBasis = (zone: string): string =>
  `Orders by the day they were placed (${zone}), at what they are worth now, after refunds and edits.`;
