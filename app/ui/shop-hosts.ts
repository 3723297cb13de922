/** The hosts that lead to a shop. */
export function shopHostsOf(shop: { domain: string; storefrontUrl: string }): string[] {
  return [shop.domain, new URL(shop.storefrontUrl).hostname];
}
