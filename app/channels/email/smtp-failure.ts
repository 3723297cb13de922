import type { Handover } from '~/channels/channel';
import { bounceOfStatus } from '~/channels/email/returned-mail';

/** What is read of an error of the SMTP client. */
export interface SmtpFailure {
  code?: string;
  /** The server's reply code, where it replied. */
  responseCode?: number;
  /** The server's reply. */
  response?: string;
  /** What it replied to, such as RCPT TO. */
  command?: string;
  message: string;
}

/**
 * What a failed attempt means. A reply to the envelope or to the finished message is the server's word: 5yz for good,
 * 4yz for now (RFC 5321, section 4.2.1; 503 says that the session was out of step, not that the mail is unwanted; 421
 * ends the session, whatever the mail). Whether a recipient is refused for good is told by the enhanced status code alone:
 * 550 without one also stands for policies. A login that is refused for good is refused to every mail. Anything else broke
 * the connection: harmless as long as no byte of the message was under way.
 * @param begun whether the server had been given any part of the message
 */
export function handoverOf(failure: SmtpFailure, begun: boolean): Exclude<Handover, { outcome: 'accepted' }> {
  const reason = (failure.response ?? failure.message).replace(/\s+/g, ' ').trim().slice(0, 300);
  const aboutThisMail = failure.code === 'EENVELOPE' || failure.code === 'EMESSAGE';
  if (aboutThisMail && failure.responseCode !== 421) {
    const code = failure.responseCode ?? 550;
    if (code < 500 || code === 503) return { outcome: 'later', reason };
    const noSuchAddress =
      failure.command === 'RCPT TO' && bounceOfStatus(/\b5\.\d+\.\d+\b/.exec(reason)?.[0] ?? '') === 'hard';
    return { outcome: 'refused', reason, ...(noSuchAddress && { bounce: 'hard' }) };
  }
  if (begun && !aboutThisMail) return { outcome: 'unknown', reason: 'interrupted' };
  const loginRefused = failure.code === 'EAUTH' && (failure.responseCode ?? 535) >= 500;
  return loginRefused ? { outcome: 'denied', reason } : { outcome: 'later', reason, everything: true };
}
