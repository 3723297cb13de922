import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** What the end does at the moment. */
export type SmtpMood =
  | 'takes'
  /** The login is refused for good. */
  | 'refuses_login'
  /** It takes nothing for now, and says so at the door. */
  | 'busy'
  /** Every recipient is refused for good. */
  | 'refuses_all';

export interface SmtpEnd {
  url: string;
  /** How often each message was taken, by its recipient. */
  taken: Map<string, number>;
  mood: SmtpMood;
  /** Resolves once this many messages have been taken in all. */
  total(count: number): Promise<void>;
  /** Begins to count anew. */
  forget(): void;
  /** Ends every connection: whoever has more to send comes anew. */
  hangUp(): Promise<void>;
  stop(): Promise<void>;
}

const END_OF_DATA = '\r\n.\r\n';

/**
 * A bare end of SMTP that answers as fast as it reads and keeps nothing but who was written to: where a whole mail server
 * would be the slowest part of what is measured.
 */
export async function startSmtpEnd(port = 0): Promise<SmtpEnd> {
  const sockets = new Set<Socket>();
  const taken = new Map<string, number>();
  const waiting: { count: number; resolve: () => void }[] = [];
  let all = 0;

  const take = (recipient: string) => {
    taken.set(recipient, (taken.get(recipient) ?? 0) + 1);
    all += 1;
    for (const { resolve } of waiting.filter(({ count }) => count === all)) resolve();
  };
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.setEncoding('latin1');
    if (end.mood === 'busy') {
      socket.end('421 4.3.2 Not now, come back later\r\n');
      return;
    }
    socket.write('220 end.test ESMTP\r\n');
    let buffer = '';
    let recipient = '';
    let reading = false;
    socket.on('data', (text: string) => {
      buffer += text;
      for (;;) {
        if (reading) {
          const stop = buffer.indexOf(END_OF_DATA);
          if (stop < 0) return;
          buffer = buffer.slice(stop + END_OF_DATA.length);
          reading = false;
          socket.write('250 2.0.0 Ok: queued\r\n');
          take(recipient);
          continue;
        }
        const stop = buffer.indexOf('\r\n');
        if (stop < 0) return;
        const line = buffer.slice(0, stop);
        buffer = buffer.slice(stop + 2);
        const verb = line.slice(0, 4).toUpperCase();
        if (verb === 'EHLO') socket.write('250-end.test\r\n250 AUTH PLAIN\r\n');
        else if (verb === 'AUTH') {
          socket.write(end.mood === 'refuses_login' ? '535 5.7.8 Bad login\r\n' : '235 2.7.0 Welcome\r\n');
        } else if (verb === 'RCPT') {
          recipient = /<([^>]*)>/.exec(line)?.[1] ?? '';
          socket.write(end.mood === 'refuses_all' ? '550 5.1.1 No such mailbox\r\n' : '250 Ok\r\n');
        } else if (verb === 'DATA') {
          reading = true;
          socket.write('354 Go ahead\r\n');
        } else if (verb === 'QUIT') socket.end('221 Bye\r\n');
        else socket.write('250 Ok\r\n');
      }
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const end: SmtpEnd = {
    url: `smtp://news:secret@127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    mood: 'takes',
    total: (count) =>
      new Promise((resolve) => {
        if (all >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    forget: () => {
      taken.clear();
      all = 0;
    },
    hangUp: async () => {
      await Promise.all(
        [...sockets].map((socket) => {
          const closed = once(socket, 'close');
          socket.destroy();
          return closed;
        }),
      );
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return end;
}
