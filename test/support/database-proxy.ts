import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface DatabaseProxy {
  /** The database's address by way of the proxy. */
  url: string;
  /** Ends every connection and takes no more: the database is away. */
  cut(): Promise<void>;
  /** Resolves once nothing was said either way for so long. */
  silence(ms: number): Promise<void>;
  /** The database hears what is said on the connections of now, and its answers are lost. */
  muffle(): void;
  /** Lets connections through again, on the same address. */
  restore(): Promise<void>;
}

/** A door to the database that can be shut, so that an application can lose it and find it again. */
export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const answering = new Map<Socket, Socket>();
  let server: Server | undefined;
  let lastSaid = performance.now();

  const listen = async (port: number): Promise<number> => {
    server = createServer((inside) => {
      const outside = connect(Number(target.port || 5432), target.hostname);
      answering.set(outside, inside);
      for (const [socket, other] of [
        [inside, outside],
        [outside, inside],
      ] as const) {
        sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          sockets.delete(socket);
          answering.delete(socket);
          other.destroy();
        });
        socket.on('data', () => {
          lastSaid = performance.now();
        });
        socket.pipe(other);
      }
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address ? address.port : port;
  };

  const port = await listen(0);
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.href,
    cut: async () => {
      const closing = server ? once(server, 'close') : undefined;
      server?.close();
      for (const socket of sockets) socket.destroy();
      await closing;
    },
    silence: async (ms) => {
      for (let left = ms; left > 0; left = lastSaid + ms - performance.now()) await wait(left);
    },
    muffle: () => {
      for (const [outside, inside] of answering) outside.unpipe(inside).resume();
    },
    restore: async () => {
      await listen(port);
    },
  };
}
