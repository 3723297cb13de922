import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';

export interface WebServer {
  url: string;
  stop(): void;
}

/** A web server on loopback that answers as it is told. */
export async function startWebServer(answer: RequestListener): Promise<WebServer> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
