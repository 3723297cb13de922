import { setTimeout as wait } from 'node:timers/promises';
import { atMost, type Bench, told } from '../bench.ts';
import { buildApp } from '../app-environment.ts';
import { type DatabaseServer, startDatabaseServer } from '../database-server.ts';
import { drain } from './drain.ts';
import { makeHistory } from './history.ts';
import { messagesOf, sendAll } from './sender.ts';
import { openSite, type Site } from './site.ts';
import { settled, verdict } from './verdict.ts';

const WEBHOOKS = 20_000;
const SEED = 20_261_124;

interface Breakage {
  /** The share of the messages that were taken by then. */
  at: number;
  what: 'kill' | 'restart' | 'crash';
}
const TROUBLE: Breakage[] = [
  { at: 0.08, what: 'kill' },
  { at: 0.22, what: 'kill' },
  { at: 0.35, what: 'restart' },
  { at: 0.48, what: 'kill' },
  { at: 0.6, what: 'kill' },
  { at: 0.72, what: 'crash' },
  { at: 0.85, what: 'kill' },
];

const JUST_BEFORE = 0.02;
const SAID = {
  kill: 'SIGKILL to an app and a worker',
  restart: 'PostgreSQL restarts',
  crash: 'PostgreSQL crashes and comes back',
};

/** Webhooks and pixel events in every disorder while processes are killed and the database restarts: what is lost? */
export const faults: Bench = async (progress) => {
  progress('building the app');
  await buildApp();
  const server = await startDatabaseServer(progress);
  try {
    const site = await openSite(server);
    try {
      return await run(site, server, progress);
    } finally {
      await site.end();
    }
  } finally {
    await server.stop();
  }
};

async function run(site: Site, server: DatabaseServer, progress: (line: string) => void) {
  const random = randomFrom(SEED);
  const { SHOPIFY_API_SECRET: secret = '' } = site.environment;
  const history = makeHistory(site.platform.state, site.shop, secret, WEBHOOKS, random);
  const messages = messagesOf(history, site.shop, secret, random);
  progress(
    `${history.webhooks.length} webhooks about ${site.platform.state.orders.length} orders, ${messages.length} messages in all`,
  );

  const trouble = makeTrouble(site, server, progress);
  const sending = sendAll(messages, site.apps, trouble.mayGoOn);
  const [tally] = await Promise.all([sending, trouble.over]);
  progress(`sent: ${JSON.stringify(tally)}`);
  await settled(site, progress);
  return [
    told('sent', history.webhooks.length, 'webhooks'),
    told('messages, duplicates and pixel events included', tally.messages, 'messages'),
    told('attempts that nobody answered', tally.broken, 'attempts'),
    told('attempts that were put off', tally.refused, 'attempts'),
    atMost('messages never taken', tally.givenUp, 0, 'messages'),
    ...(await verdict(site, history)),
    ...(await drain(site, messages, progress)),
  ];
}

/** Breaks things at their share of the messages. Sending goes on while they mend, but not as far as the next breakage. */
function makeTrouble(site: Site, server: DatabaseServer, progress: (line: string) => void) {
  let share = 0;
  let mended = 0;
  const strike = async (what: Breakage['what'], nth: number): Promise<void> => {
    if (what === 'kill') return site.killAndRestart(nth % site.apps.length);
    return server.restart(what === 'crash' ? 'immediate' : 'fast');
  };
  const breakAll = async (): Promise<void> => {
    for (const [nth, { at, what }] of TROUBLE.entries()) {
      while (share < at) await wait(5);
      progress(`${(share * 100).toFixed(0)} %: ${SAID[what]}`);
      await strike(what, nth);
      mended += 1;
    }
  };
  return {
    mayGoOn: (taken: number): boolean => {
      share = taken;
      return share < (TROUBLE[mended + 1]?.at ?? Infinity) - JUST_BEFORE;
    },
    over: breakAll(),
  };
}

/** Numbers from 0 to 1, the same at each run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
