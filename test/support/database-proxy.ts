import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface DatabaseProxy {
  /** The database's address by way of the proxy. */
  url: string;
  /** Ends every connection and takes no more: the database is away. */
  cut(): Promise<void>;
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
    muffle: () => {
      for (const [outside, inside] of answering) outside.unpipe(inside).resume();
    },
    restore: async () => {
      await listen(port);
    },
  };
}
