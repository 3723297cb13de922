const NO_ACCESS =
  'Shopify does not let Sales Trail write it. Turn it off and on again, and allow the access that Shopify asks you about.';

const KNOWN: Record<string, string> = {
  access_denied: NO_ACCESS,
  app_not_authorized: NO_ACCESS,
  access_lost: 'Shopify does not let Sales Trail in. Open Sales Trail anew; then it goes on by itself.',
  throttled: 'Shopify has too much to do for other apps. It is tried again every minute.',
  unreachable: 'Shopify does not answer. It is tried again every minute.',
};

/** Why Shopify does not take what it is told, for the merchant. @param reason as a reason word */
export const whyNot = (reason: string): string =>
  KNOWN[reason] ?? `Shopify refuses it (${reason.replaceAll('_', ' ')}). It is tried again every minute.`;
