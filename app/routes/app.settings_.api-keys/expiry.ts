/** How long a key is valid, in days; never: until it is revoked. */
export const EXPIRIES = ['never', '30', '90', '365'] as const;
export type Expiry = (typeof EXPIRIES)[number];

export const expiryLabel: Record<Expiry, string> = {
  never: 'Until it is revoked',
  '30': '30 days',
  '90': '90 days',
  '365': '365 days',
};
