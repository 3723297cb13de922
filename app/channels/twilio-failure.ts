import type { Bounce, Handover } from '~/channels/channel';

/** What is read of an error of the Twilio client. */
export interface TwilioFailure {
  message: string;
  /** HTTP status, where Twilio answered. */
  status?: number;
  /** Twilio's error code; or the system's word, where the connection failed. */
  code?: number | string;
  retryAfterMs?: number;
}

/** Nothing had been sent when the connection failed with one of these. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export const neverConnected = (code: unknown): boolean =>
  typeof code === 'string' && NEVER_CONNECTED.has(code);

/** Too much at once: 14107 send rate, 20429 requests, 30001 queue full, 63018 WhatsApp's own rate. */
const TOO_MUCH = new Set([14107, 20429, 30001, 63018]);

/**
 * The account or its sender, not this message: 20003 credentials, 20005 suspended, 20404 no such account, 21603 and 21606
 * and 21659 and 21660 the sender is none or not the account's, 21705 the messaging service, 63007 the WhatsApp sender,
 * 21210 and 21212 the caller.
 */
const ACCOUNT = new Set([20003, 20005, 20404, 21210, 21212, 21603, 21606, 21659, 21660, 21705, 63007]);

/**
 * What a failed request means, by Twilio's error codes (twilio.com/docs/api/errors). A server error may come after the
 * message was taken in, but for 503, which is said before.
 */
export function handoverOfTwilio(failure: TwilioFailure): Exclude<Handover, { outcome: 'accepted' }> {
  const { status, code, retryAfterMs } = failure;
  const reason = failure.message.replace(/\s+/g, ' ').trim().slice(0, 300);
  if (status === undefined)
    return neverConnected(code)
      ? { outcome: 'later', reason, everything: true }
      : { outcome: 'unknown', reason: 'interrupted' };
  const number = Number(code);
  if (status === 429 || status === 503 || TOO_MUCH.has(number))
    return {
      outcome: 'later',
      reason,
      everything: true,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  if (status >= 500) return { outcome: 'unknown', reason: 'interrupted' };
  if (status === 401 || ACCOUNT.has(number)) return { outcome: 'denied', reason };
  const bounce = bounceOfTwilio(number);
  return {
    outcome: 'refused',
    reason: Number.isFinite(number) ? `${number} ${reason}` : reason,
    ...(bounce && { bounce }),
  };
}

/**
 * The number itself: 21211, 21217 and 13224 it is none, 21614 it takes no SMS, 30005 and 30006 nobody has it or it is a
 * landline, 63003 and 63024 it is not on WhatsApp.
 */
const NO_SUCH_NUMBER = new Set([13224, 21211, 21217, 21614, 30005, 30006, 63003, 63024]);
/** The phone is off or out of reach. */
const OUT_OF_REACH = 30003;

/** What an error code says of the recipient's number; undefined where it is about something else. */
export function bounceOfTwilio(code: number): Bounce | undefined {
  if (NO_SUCH_NUMBER.has(code)) return 'hard';
  return code === OUT_OF_REACH ? 'soft' : undefined;
}
