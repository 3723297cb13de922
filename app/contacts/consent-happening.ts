import type { ConsentChannel, ConsentFact } from '~/contacts/contact';
import type { NewHappening } from '~/contacts/happening-store.server';

/** The same consent has the same key, however it was told. */
export const subscribedKey = (channel: ConsentChannel, at: Date | null): string =>
  `subscribed:${channel}:${at?.toISOString() ?? ''}`;

/** What automations are told of a consent that was given or withdrawn. */
export function consentHappening(
  shopifyId: bigint,
  channel: ConsentChannel,
  { consent, at }: Pick<ConsentFact, 'at'> & { consent: string },
  now: Date,
): NewHappening {
  return consent === 'subscribed'
    ? { kind: 'subscribed', detail: channel, shopifyId, key: subscribedKey(channel, at), at: at ?? now }
    : { kind: 'consent_withdrawn', detail: channel, shopifyId, key: 'consent_withdrawn', at: at ?? now };
}
