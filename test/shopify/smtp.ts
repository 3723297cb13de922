import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Listening } from './listening.ts';
import { bounceOf, complaintOf, type QuotedMail } from './returned-mails.ts';
import type { ShopState } from './shop-state.ts';

/**
 * What goes wrong with the mails to one recipient: refused for good (550), for now (451), the connection lost after
 * the whole mail was taken in and before that was said, or the answer held back; or taken, and then sent back to the
 * return address, or reported as spam.
 */
export type MailFault =
  | { kind: 'refuse' }
  | { kind: 'try_later'; times: number }
  | { kind: 'lose_connection'; times: number }
  | { kind: 'hold'; until: Promise<unknown> }
  | { kind: 'bounce'; status: string }
  | { kind: 'complain' };

/** What always becomes of mails to these names, at any host, after they were taken. */
const OF_NAMES: Record<string, MailFault> = {
  bounce: { kind: 'bounce', status: '5.1.1' },
  'soft-bounce': { kind: 'bounce', status: '4.2.2' },
  complaint: { kind: 'complain' },
};

export interface LocalSmtp extends Listening {
  /** By recipient's address in lower case; `*` is everybody else. Those with `times` end by themselves. */
  faults: Map<string, MailFault>;
}

class Refusal extends Error {
  constructor(
    readonly responseCode: number,
    text: string,
  ) {
    super(text);
  }
}

/**
 * A mail server that takes every mail, keeps it in the state and fails when it is told to.
 * @param comesBack takes what is sent to the return address
 */
export async function startSmtp(
  state: ShopState,
  { port, comesBack = () => undefined }: { port: number; comesBack?: (raw: string) => void },
): Promise<LocalSmtp> {
  const faults: LocalSmtp['faults'] = new Map();
  const sockets = new Map<number, Socket>();

  /** The fault that strikes now, if it is one of these kinds. */
  const strike = (address: string, ...kinds: MailFault['kind'][]): MailFault | undefined => {
    const key = faults.has(address.toLowerCase()) ? address.toLowerCase() : '*';
    const fault = faults.get(key);
    if (!fault || !kinds.includes(fault.kind)) return undefined;
    if ('times' in fault) {
      fault.times -= 1;
      if (fault.times <= 0) faults.delete(key);
    }
    return fault;
  };

  const sendBack = (mail: QuotedMail): void => {
    const fault = strike(mail.to, 'bounce', 'complain') ?? OF_NAMES[mail.to.split('@')[0] ?? ''];
    if (fault?.kind === 'bounce') comesBack(bounceOf(mail, { status: fault.status }));
    if (fault?.kind === 'complain') comesBack(complaintOf(mail));
  };

  const receive = async (stream: NodeJS.ReadableStream, session: SMTPServerSession): Promise<void> => {
    const to = session.envelope.rcptTo.map(({ address }) => address);
    const raw = await buffer(stream);
    const mail = await simpleParser(raw);
    state.receiveMail({
      receivedAt: new Date(),
      from: mail.from?.text ?? '',
      to,
      subject: mail.subject ?? '',
      html: mail.html || null,
      text: mail.text ?? null,
      headers: Object.fromEntries(mail.headerLines.map(({ key, line }) => [key, unfolded(line)])),
    });
    const { mailFrom } = session.envelope;
    if (mailFrom) for (const address of to) sendBack({ raw, returnPath: mailFrom.address, to: address });
    for (const address of to) {
      const fault = strike(address, 'hold');
      if (fault?.kind === 'hold') await fault.until;
    }
    if (to.some((address) => strike(address, 'lose_connection'))) sockets.get(session.remotePort)?.destroy();
  };

  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo: ({ address }, _session, done) => {
      const fault = strike(address, 'refuse', 'try_later');
      if (fault?.kind === 'refuse') done(new Refusal(550, '5.1.1 No such user here'));
      else if (fault) done(new Refusal(451, '4.3.0 Mailbox busy, try again later'));
      else done();
    },
    onData: (stream, session, done) => {
      receive(stream, session).then(() => done(), done);
    },
  });
  // A connection that its client or a fault cut off is no news here.
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    const from = socket.remotePort ?? 0;
    sockets.set(from, socket);
    socket.once('close', () => sockets.delete(from));
  });

  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    faults,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(resolve));
      for (const socket of sockets.values()) socket.destroy();
      await closed;
    },
  };
}

/** The value of a header line, its continuation lines joined. */
function unfolded(line: string): string {
  return line
    .slice(line.indexOf(':') + 1)
    .replaceAll(/\r?\n\s+/g, ' ')
    .trim();
}
