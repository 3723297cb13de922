/** What Shopify credits to one set of tags by its last non-direct click. */
export interface CampaignSale {
  source: string | null;
  medium: string | null;
  campaign: string | null;
  orders: number;
  /** In minor units of the shop's currency. */
  salesMinor: bigint;
}
