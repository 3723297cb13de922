/** One e-mail to one person, ready to go out. */
export interface Mail {
  from: { name: string; address: string };
  to: string;
  subject: string;
  /** Empty where the message has only a text part. */
  html: string;
  text: string;
  /** Where the mail comes back to; the sender's address where it is left out. */
  returnPath?: string | undefined;
  /** Without angle brackets; the same whenever the same delivery is composed, so that a provider can tell a repeat. */
  messageId: string;
  headers: Record<string, string>;
}

/** Whether a text is one plain address: a mail client would read anything else as a list, a name or a group. */
export function isOneAddress(text: string): boolean {
  return /^[^\s<>()[\]\\,;:"@]+@[^\s<>()\\,;"@]+$/.test(text);
}
