const NO_ACCESS =
  'Shopify does not let Sales Trail write it. Turn it off and on again, and allow the access that Shopify asks you about.';

const KNOWN: Record<string, string> = {
  access_denied: NO_ACCESS,
  app_not_authorized: NO_ACCESS,
  access_lost: 'Shopify does not let Sales Trail in. Open Sales Trail anew; then it goes on by itself.',
};
const PASSING: Record<string, string> = {
  throttled: 'Shopify has too much to do.',
  unreachable: 'Shopify does not answer.',
};

/** Why Shopify does not take what it is told, for the merchant. @param reason as a reason word */
export const whyNot = (reason: string, triedEvery: 'minute' | 'hour'): string =>
  KNOWN[reason] ??
  `${PASSING[reason] ?? `Shopify refuses it (${inWords(reason)}).`} It is tried again every ${triedEvery}.`;

const REFUSED: Record<string, string> = {
  marketing_activity_with_utm_campaign_already_exists:
    'another app has an activity with these tags in Shopify already, and Shopify takes each set of tags once. Give the next message tags of its own.',
  immutable_utm_parameters: 'Shopify has this activity with other tags, which it does not change any more.',
  delete_job_enqueued: 'Shopify is still removing activities. It is tried again in the next night.',
};

/** Why Shopify refuses one activity, after its name. */
export const whyRefused = (reason: string): string =>
  REFUSED[reason] ?? `Shopify refuses it (${inWords(reason)}). It is tried again in the next night.`;

const inWords = (reason: string) => reason.replaceAll('_', ' ');
