import PostalMime, { type Attachment, type Email } from 'postal-mime';
import type { Bounce } from '~/channels/channel';

/** What a mail to the return address says of one that was sent. */
export type ReturnedMail = { token: string } & ({ kind: 'bounce'; bounce: Bounce } | { kind: 'complaint' });

/** Each e-mail names its delivery in this header and in its Message-ID: servers that change one quote the other. */
export const DELIVERY_HEADER = 'X-Sales-Trail-Delivery';

/** A report says what it has to say near its beginning; a message of more parts than that is none. */
const LIMITS = { maxNestingDepth: 20, maxHeadersSize: 256 * 1024 };

/**
 * Reads a delivery status notification (RFC 3464) of a failure, or a spam complaint (RFC 5965), with the token of the
 * mail that it is about.
 * @returns undefined where the mail is neither, says that it will be tried again, or quotes no mail of ours
 */
export async function readReturnedMail(raw: Uint8Array): Promise<ReturnedMail | undefined> {
  const mail = await parse(raw);
  if (!mail) return undefined;
  const part = (...types: string[]) => mail.attachments.find(({ mimeType }) => types.includes(mimeType));
  const original = part('message/rfc822', 'text/rfc822-headers', 'message/rfc822-headers', 'message/global');
  const token = original && (await tokenIn(bytesOf(original)));
  if (!token) return undefined;
  const feedback = part('message/feedback-report');
  if (feedback) return isComplaint(textOf(feedback)) ? { kind: 'complaint', token } : undefined;
  const status = part('message/delivery-status', 'message/global-delivery-status');
  const bounce = status && bounceIn(textOf(status));
  return bounce && { kind: 'bounce', token, bounce };
}

const parse = (raw: Uint8Array): Promise<Email | undefined> =>
  PostalMime.parse(raw, { ...LIMITS, forceRfc822Attachments: true }).catch(() => undefined);

const bytesOf = ({ content }: Attachment): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);

const textOf = (attachment: Attachment): string => new TextDecoder().decode(bytesOf(attachment));

async function tokenIn(original: Uint8Array): Promise<string | undefined> {
  const mail = await parse(original);
  const named = mail?.headers.find(({ key }) => key === DELIVERY_HEADER.toLowerCase())?.value.trim();
  return named ?? /^<([A-Za-z0-9_-]+)@/.exec(mail?.messageId ?? '')?.[1];
}

/** The fields of each block of a report, by their names in lower case. */
function blocksOf(report: string): Map<string, string>[] {
  const unfolded = report.replaceAll(/\r\n?/g, '\n').replaceAll(/\n[ \t]+/g, ' ');
  return unfolded.split(/\n{2,}/).map(
    (block) =>
      new Map(
        block.split('\n').flatMap((line): [string, string][] => {
          const colon = line.indexOf(':');
          return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]] : [];
        }),
      ),
  );
}

/** Of the kinds of feedback (RFC 5965, section 7.3, and RFC 6591) those by which a reader says that it was unwanted. */
const isComplaint = (report: string): boolean =>
  blocksOf(report).some((fields) =>
    ['abuse', 'fraud', 'opt-out'].includes(fields.get('feedback-type')?.toLowerCase() ?? ''),
  );

const STATUS = /\b([245])\.(\d{1,3})\.(\d{1,3})\b/;

/** How a mail came back by its status notification: one recipient each, so the first that failed is the one. */
function bounceIn(report: string): Bounce | undefined {
  const failed = blocksOf(report).find((fields) => fields.get('action')?.toLowerCase() === 'failed');
  if (!failed) return undefined;
  const status = STATUS.exec(failed.get('status') ?? '')?.[0] ?? '5.0.0';
  // A server that knows no better says x.0.0, and often quotes one that does.
  const better = status.endsWith('.0.0') ? STATUS.exec(failed.get('diagnostic-code') ?? '')?.[0] : undefined;
  return bounceOfStatus(better ?? status);
}

/**
 * Whether an enhanced status code (RFC 3463) says for good that the address takes no mail, by its subject: 5.0 nothing more is known, 5.1
 * the address, 5.2.1 the mailbox is disabled, 5.4.4 the domain has no server. A full mailbox (5.2.2), a message that is
 * too large or unwanted (5.3, 5.6, 5.7), and the sender's own address (5.1.7, 5.1.8) say nothing against the recipient.
 */
export function bounceOfStatus(status: string): Bounce {
  const hard = /^5\.(?:0\.\d+|1\.(?!7$|8$)\d+|2\.1|4\.4)$/.test(status);
  return hard ? 'hard' : 'soft';
}
