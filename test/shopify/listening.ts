import { once } from 'node:events';
import type { Server } from 'node:http';

export interface Listening {
  /** No slash at the end. */
  url: string;
  stop(): Promise<void>;
}

/**
 * Opens a server on loopback.
 * @param port 0 for any that is free
 */
export async function listenOn(server: Server, port: number): Promise<Listening> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
