import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** How long everything is served as before. */
const STILL_OPEN_MS = 500;
/** Nobody comes any more where nobody came for this long; those who came wait for two seconds at most. */
const QUIET_MS = 100;
const LOOKS_AT_MOST = 20;

/**
 * Stops a server without cutting a request; resolves when the last one is answered. Closing at once would cut: the system
 * resets connections that it has taken and Node has not, which under load are many, and Node those on which the next
 * request is just arriving. So each answer first says that its connection ends with it, which sends clients elsewhere.
 * Those who come all the same are let in but not heard until the door is shut behind the last of them.
 */
export async function drainServer(server: Server): Promise<void> {
  server.prependListener('request', (_, response) => response.setHeader('Connection', 'close'));
  await wait(STILL_OPEN_MS);

  const letIn: Socket[] = [];
  // A turn later, because Node itself begins to read in the first one.
  server.on('connection', (socket) => process.nextTick(() => letIn.push(socket.pause())));
  for (let looks = 0, before = -1; looks < LOOKS_AT_MOST && letIn.length > before; looks += 1) {
    before = letIn.length;
    await wait(QUIET_MS);
  }
  const closed = once(server, 'close');
  server.close();
  for (const socket of letIn) socket.resume();
  await closed;
}
