import type { Bounce, Handover } from '~/channels/channel';

/** The error that the Graph API answers with. */
export interface MetaFailure {
  status: number;
  code: number;
  message: string;
  retryAfterMs?: number;
}

/** 1, 2, 131000 and 131016 for now; 4, 80007, 130429, 131048, 131056 and 133016 are limits of rate. */
const FOR_NOW = new Set([1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 133016]);
/** Token, permission, number, payment or a locked account: nothing goes out until the merchant mends it. */
const ACCOUNT = new Set([0, 3, 10, 33, 190, 368, 131005, 131031, 131042, 131045, 133010]);

/**
 * What an error of the Cloud API means, by its codes
 * (developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes): what is not about time or the account is about
 * this message.
 */
export function handoverOfMeta(failure: MetaFailure): Exclude<Handover, { outcome: 'accepted' | 'unknown' }> {
  const { status, code, retryAfterMs } = failure;
  const reason = failure.message.replace(/\s+/g, ' ').trim().slice(0, 300);
  if (status === 429 || status === 503 || FOR_NOW.has(code))
    return {
      outcome: 'later',
      reason,
      everything: true,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  if (status === 401 || ACCOUNT.has(code) || (code >= 200 && code <= 299))
    return { outcome: 'denied', reason };
  const bounce = bounceOfMeta(code);
  return { outcome: 'refused', reason: `${code} ${reason}`, ...(bounce && { bounce }) };
}

/** The number is not on WhatsApp, or its app is too old, or its owner did not agree to new terms: Meta does not say which. */
const UNDELIVERABLE = 131026;

/** What an error code says of the recipient's number; undefined where it is about something else. */
export const bounceOfMeta = (code: number): Bounce | undefined =>
  code === UNDELIVERABLE ? 'soft' : undefined;
