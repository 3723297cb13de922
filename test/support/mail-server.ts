import { type ParsedMail, simpleParser } from 'mailparser';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { SMTPServer } from 'smtp-server';

/** What the server does with mail to one address. */
export type Fault =
  /** The recipient is refused for good. */
  | 'reject'
  /** The recipient is refused for now. */
  | 'busy'
  /** The finished message is refused for good. */
  | 'reject_message'
  /** The connection is cut when the message has begun to arrive. */
  | 'drop_after_data'
  /** The connection is cut when the recipient is named. */
  | 'drop_before_data'
  /** The message is read, and never answered. */
  | 'hold';

export interface MailServer {
  url: string;
  /** Every message that the server took, in the order of arrival. */
  mails: ParsedMail[];
  /** Every address that mail was offered for. */
  recipients: string[];
  /** What to do with mail to an address from now on; undefined: take it. */
  fault(address: string, fault: Fault | undefined): void;
  /** Resolves once this many messages are held. */
  held(count: number): Promise<void>;
  stop(): Promise<void>;
}

const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

/** A real SMTP server that fails on demand. @param login asks for one, and refuses each */
export async function startMailServer({ login = false } = {}): Promise<MailServer> {
  const mails: ParsedMail[] = [];
  const recipients: string[] = [];
  const faults = new Map<string, Fault>();
  const sockets = new Map<number, Socket>();
  let holding = 0;
  const waiting: { count: number; resolve: () => void }[] = [];

  const server = new SMTPServer({
    authOptional: !login,
    allowInsecureAuth: true,
    disabledCommands: login ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    onAuth: (_auth, _session, callback) => callback(refusal(535, '5.7.8 Bad user or password')),
    onRcptTo: ({ address }, session, callback) => {
      recipients.push(address);
      const fault = faults.get(address);
      if (fault === 'reject') return callback(refusal(550, `5.1.1 <${address}> has no mailbox here`));
      if (fault === 'busy') return callback(refusal(450, '4.7.1 Greylisted, come back later'));
      if (fault === 'drop_before_data') {
        sockets.get(session.remotePort)?.destroy();
        return;
      }
      callback();
    },
    onData: (stream, session, callback) => {
      const fault = faults.get(session.envelope.rcptTo[0]?.address ?? '');
      if (fault === 'drop_after_data') {
        stream.once('data', () => sockets.get(session.remotePort)?.destroy());
        return;
      }
      void read(stream).then((mail) => {
        if (fault === 'hold') {
          holding += 1;
          for (const { resolve } of waiting.filter(({ count }) => count <= holding)) resolve();
          return;
        }
        if (fault === 'reject_message') return callback(refusal(554, '5.7.1 Looks like spam'));
        mails.push(mail);
        callback(null, `2.0.0 Ok: queued as ${mails.length}`);
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  server.server.on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.once('close', () => sockets.delete(port));
  });
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    recipients,
    fault: (address, fault) => {
      if (fault) faults.set(address, fault);
      else faults.delete(address);
    },
    held: (count) =>
      new Promise((resolve) => {
        if (holding >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets.values()) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

const read = (stream: Readable): Promise<ParsedMail> => simpleParser(stream, { skipImageLinks: true });
