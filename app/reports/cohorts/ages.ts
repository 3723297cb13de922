/** After so many months from the first order a cohort is told; 0 are the first orders alone. */
export const AGES = [0, 1, 2, 3, 6, 12] as const;

/** The age of all that was ordered after the last of them. */
export const LATER = 13;
