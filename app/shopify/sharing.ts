/** What a shop may let the app tell Shopify. */
export const SHARED = ['orders', 'marketing'] as const;
export type Shared = (typeof SHARED)[number];

/** The scope that each needs; merchants give it when they turn it on, not at installation. */
export const SCOPE_OF: Record<Shared, string> = {
  orders: 'write_orders',
  marketing: 'write_marketing_events',
};
