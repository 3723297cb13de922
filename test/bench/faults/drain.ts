import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { atMost, type Result, told } from '../bench.ts';
import type { Message } from './sender.ts';
import type { Site } from './site.ts';

const TRIALS = 6;
const SENDERS = 64;
const LOAD_MS = 1_000;

type Fate = 'answered' | 'refused' | 'cut';

/** SIGTERM to an app under load, half of it over kept connections and half over fresh ones, until it takes no more. */
export async function drain(
  site: Site,
  messages: Message[],
  progress: (line: string) => void,
): Promise<Result[]> {
  const webhooks = messages.filter(({ path }) => path === '/webhooks');
  let answered = 0;
  let cut = 0;
  let badEnds = 0;
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const which = trial % site.apps.length;
    const app = site.apps[which] ?? '';
    let next = 0;
    const keepSending = async (_: unknown, sender: number): Promise<void> => {
      const agent = new Agent({ keepAlive: sender % 2 === 0, maxSockets: 1 });
      for (;;) {
        const message = webhooks[(next += 1) % webhooks.length];
        if (!message) return;
        const fate = await post(app, asNew(message), agent);
        if (fate === 'answered') answered += 1;
        if (fate === 'cut') cut += 1;
        if (fate === 'refused') return agent.destroy();
      }
    };
    const sending = Promise.all(Array.from({ length: SENDERS }, keepSending));
    await wait(LOAD_MS);
    const code = await site.terminate(which);
    if (code !== 0) badEnds += 1;
    await sending;
    progress(`SIGTERM ${trial + 1}: ${answered} answered, ${cut} cut so far, exit code ${code}`);
    await site.restart(which);
  }
  return [
    told('requests around SIGTERM', answered, 'answered'),
    atMost('requests cut by SIGTERM', cut, 0, 'requests'),
    atMost('apps that did not end well on SIGTERM', badEnds, 0, 'apps'),
  ];
}

const asNew = (message: Message): Message => ({
  ...message,
  headers: { ...message.headers, 'x-shopify-webhook-id': randomUUID() },
});

/** A request that was not even connected is refused; one that was, and has no whole answer, is cut. */
function post(app: string, { path, headers, body }: Message, agent: Agent): Promise<Fate> {
  return new Promise((resolve) => {
    const sent = request(app + path, { method: 'POST', headers, agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.complete ? 'answered' : 'cut'));
      response.on('error', () => resolve('cut'));
    });
    sent.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' ? 'refused' : 'cut'),
    );
    sent.end(body);
  });
}
