import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { drainServer } from '~/lib/drain-server.server';

const SENDERS = 100;

/** What became of one request: `ECONNREFUSED` is the word of a door that is shut, any other error was cut. */
function ask(port: number, agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    const sent = request({ port, host: '127.0.0.1', method: 'POST', agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.complete ? 'answered' : 'incomplete'));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name));
    sent.end('x'.repeat(5_000));
  });
}

it.each([
  ['fresh connections', false],
  ['kept connections', true],
])('cuts no request of those who keep asking over %s until the door is shut', async (_, keepAlive) => {
  const busy = () => {
    for (let turn = 0; turn < 50_000; turn += 1) Math.sqrt(turn);
  };
  const server = createServer((incoming, response) => {
    incoming.resume();
    incoming.on('end', () => {
      busy();
      void wait(5).then(() => response.end('stored'));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  const fates = new Map<string, number>();
  const keepAsking = async (): Promise<void> => {
    const agent = new Agent({ keepAlive, maxSockets: 1 });
    for (let fate = ''; fate !== 'ECONNREFUSED';) {
      fate = await ask(port, agent);
      fates.set(fate, (fates.get(fate) ?? 0) + 1);
    }
    agent.destroy();
  };
  const asking = Promise.all(Array.from({ length: SENDERS }, keepAsking));
  await expect.poll(() => fates.get('answered') ?? 0, { timeout: 20_000 }).toBeGreaterThan(SENDERS * 2);
  await drainServer(server);
  await asking;

  expect([...fates.keys()].sort()).toEqual(['ECONNREFUSED', 'answered']);
  expect(fates.get('ECONNREFUSED')).toBe(SENDERS);
});
