import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Listening } from './listening.ts';

export const BOUNCE_MAILBOX = { user: 'bounces@tidewater-goods.example', password: 'half-past-high-tide' };

/** A mailbox that mails are put into. */
export class LocalMailbox {
  uidValidity = 1;
  readonly mails: { uid: number; receivedAt: Date; raw: Buffer }[] = [];
  #next = 1;

  put(raw: string | Buffer, receivedAt = new Date()): void {
    this.mails.push({ uid: this.#next, receivedAt, raw: Buffer.from(raw) });
    this.#next += 1;
  }

  /** Numbers the mails anew, as after the server was moved. */
  renumber(): void {
    this.uidValidity += 1;
    this.#next = 1;
    for (const mail of this.mails) {
      mail.uid = this.#next;
      this.#next += 1;
    }
  }
}

export interface LocalImap extends Listening {
  port: number;
  mailbox: LocalMailbox;
  /** Every mail that was fetched, by its UID. */
  fetched: number[];
  /** Refuses the login from now on. */
  revoked: boolean;
  /** Ends each connection with the next mail that is fetched. */
  dropsOnFetch: boolean;
}

/** As much of IMAP4rev1 (RFC 3501) as reading one inbox takes, over a plain connection. */
export async function startImap({ port }: { port: number }): Promise<LocalImap> {
  const sockets = new Set<Socket>();
  const mailbox = new LocalMailbox();

  const answer = (socket: Socket, tag: string, command: string, rest: string): void => {
    const say = (...lines: string[]) => socket.write(lines.map((line) => `${line}\r\n`).join(''));
    const ok = (text = 'done') => say(`${tag} OK ${text}`);
    switch (command) {
      case 'CAPABILITY':
        say('* CAPABILITY IMAP4rev1');
        return void ok();
      case 'NOOP':
        return void ok();
      case 'LOGIN': {
        const [user, password] = [...rest.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
          ([, quoted, atom]) => quoted?.replaceAll(/\\(.)/g, '$1') ?? atom,
        );
        const known = user === BOUNCE_MAILBOX.user && password === BOUNCE_MAILBOX.password;
        if (!known || local.revoked) return void say(`${tag} NO [AUTHENTICATIONFAILED] Invalid credentials`);
        return void ok('[CAPABILITY IMAP4rev1] logged in');
      }
      case 'LIST':
        say(
          `* LIST (${rest.endsWith('""') ? '\\Noselect' : ''}) "/" ${rest.endsWith('""') ? '""' : 'INBOX'}`,
        );
        return void ok();
      case 'SELECT':
      case 'EXAMINE':
        say(
          '* FLAGS (\\Seen)',
          `* ${mailbox.mails.length} EXISTS`,
          '* 0 RECENT',
          `* OK [UIDVALIDITY ${mailbox.uidValidity}] valid`,
          `* OK [UIDNEXT ${(mailbox.mails.at(-1)?.uid ?? 0) + 1}] next`,
        );
        return void ok(`[READ-ONLY] ${command}`);
      case 'UID SEARCH':
        say(`* SEARCH ${found(rest).join(' ')}`.trimEnd());
        return void ok();
      case 'UID FETCH': {
        const uid = Number(rest.split(' ')[0]);
        const index = mailbox.mails.findIndex((mail) => mail.uid === uid);
        const mail = mailbox.mails[index];
        if (local.dropsOnFetch) return void socket.destroy();
        if (mail) {
          local.fetched.push(uid);
          const most = Number(/<0\.(\d+)>/.exec(rest)?.[1] ?? mail.raw.length);
          const part = mail.raw.subarray(0, most);
          socket.write(`* ${index + 1} FETCH (UID ${uid} BODY[]<0> {${part.length}}\r\n`);
          socket.write(part);
          say(')');
        }
        return void ok();
      }
      case 'LOGOUT':
        say('* BYE see you');
        ok();
        return void socket.end();
      default:
        return void say(`${tag} BAD not known here`);
    }
  };

  /** The UIDs that a search by UID or by day finds; `n:*` always finds the last. */
  const found = (query: string): number[] => {
    const from = /^UID (\d+):\*$/.exec(query)?.[1];
    const since = /^SINCE "?(\d{1,2}-[A-Za-z]{3}-\d{4})"?$/.exec(query)?.[1];
    const last = mailbox.mails.at(-1);
    return mailbox.mails
      .filter((mail) => {
        if (from !== undefined) return mail.uid >= Number(from) || mail === last;
        return since !== undefined && mail.receivedAt >= new Date(`${since} UTC`);
      })
      .map(({ uid }) => uid);
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.write('* OK [CAPABILITY IMAP4rev1] local mailbox\r\n');
    let buffer = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      buffer += text;
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        const [, tag = '*', command = '', rest = ''] = /^(\S+) ((?:UID )?\S+) ?(.*)$/i.exec(line) ?? [];
        answer(socket, tag, command.toUpperCase(), rest);
      }
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const local: LocalImap = {
    url: `imap://127.0.0.1:${(server.address() as AddressInfo).port}`,
    port: (server.address() as AddressInfo).port,
    mailbox,
    fetched: [],
    revoked: false,
    dropsOnFetch: false,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return local;
}
