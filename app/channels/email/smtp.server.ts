import { createTransport } from 'nodemailer';
import type { Readable } from 'node:stream';
import type { Provider } from '~/channels/channel';
import { isOneAddress, type Mail } from '~/channels/email/mail';
import { handoverOf, type SmtpFailure } from '~/channels/email/smtp-failure';
import { env } from '~/env.server';

/** However slowly a server answers, a mail is given up after this long. */
const LONGEST_MS = 120_000;

export interface Smtp extends Provider<'email'> {
  /** Ends the connections that are idle, and the others once their mail is through. */
  close(): void;
}

/**
 * SMTP over a few connections that are kept open. Connects when the first mail is sent.
 * @param url such as smtps://user:password@host:465
 * @param sender the address that mails come from
 */
export function openSmtp(url: string, sender: string): Smtp {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 8,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // The stream that goes to the server tells whether any of it was read: a mail of which nothing left can be repeated.
  const streams = new WeakMap<object, Readable>();
  transport.use('stream', (message, next) => {
    const key = message.data.signal;
    message.message.processFunc((stream) => {
      if (key) streams.set(key, stream);
      return stream;
    });
    next();
  });
  return {
    sender,
    send: async (mail: Mail) => {
      if (!isOneAddress(mail.to)) return { outcome: 'refused', reason: 'not an e-mail address' };
      const signal = AbortSignal.timeout(LONGEST_MS);
      const { returnPath, ...content } = mail;
      try {
        const info = await transport.sendMail({
          ...content,
          ...(returnPath && { envelope: { from: returnPath, to: mail.to } }),
          html: mail.html || undefined,
          to: { name: '', address: mail.to },
          signal,
        });
        return { outcome: 'accepted', providerMessageId: info.serverMessageId ?? info.messageId };
      } catch (error) {
        return handoverOf(error as SmtpFailure, streams.get(signal)?.readableDidRead ?? false);
      }
    },
    close: () => transport.close(),
  };
}

/** The app's own SMTP server. */
export const appSmtp: Provider<'email'> = openSmtp(env.SMTP_URL, env.MAIL_FROM);
