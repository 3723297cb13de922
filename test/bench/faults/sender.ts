import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { BenchShop } from '../bench-shop.ts';
import type { History } from './history.ts';

const AT_ONCE = 48;
/** As Shopify waits for an answer. */
const TIMEOUT_MS = 5_000;
const TIMES_AT_MOST = 8;
const LATE_SHARE = 0.05;
const ATTEMPTS_AT_MOST = 100;

export interface Message {
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface Tally {
  /** Messages on their way, each delivery of a duplicate counted. */
  messages: number;
  attempts: number;
  /** Answers that were no success. */
  refused: number;
  /** Attempts that nobody answered. */
  broken: number;
  /** Messages that were never answered with success. */
  givenUp: number;
}

/**
 * All messages of a history in one shuffled list: each webhook up to eight times, pixel events up to twice, and some of
 * the webhooks, as if they were a day late, after everything else.
 */
export function messagesOf(
  history: History,
  shop: BenchShop,
  apiSecret: string,
  random: () => number,
): Message[] {
  const prompt: Message[] = [];
  const late: Message[] = [];
  for (const { topic, webhookId, eventId, triggeredAt, body } of history.webhooks) {
    const message = {
      path: '/webhooks',
      headers: {
        'content-type': 'application/json',
        'x-shopify-topic': topic,
        'x-shopify-shop-domain': shop.domain,
        'x-shopify-api-version': '2026-10',
        'x-shopify-webhook-id': webhookId,
        'x-shopify-event-id': eventId,
        'x-shopify-triggered-at': triggeredAt.toISOString(),
        'x-shopify-hmac-sha256': createHmac('sha256', apiSecret).update(body).digest('base64'),
      },
      body,
    };
    const times = random() < 0.7 ? 1 : 1 + Math.ceil(random() * (TIMES_AT_MOST - 1));
    const to = random() < LATE_SHARE ? late : prompt;
    for (let time = 0; time < times; time += 1) to.push(message);
  }
  for (const { body } of history.pixels) {
    const message = { path: '/pixel', headers: { 'content-type': 'text/plain' }, body };
    for (let time = 0; time < 1 + Math.round(random()); time += 1) prompt.push(message);
  }
  return [...shuffled(prompt, random), ...shuffled(late, random)];
}

/**
 * Sends messages to any of the apps, and each again until it is answered with success, as Shopify does for hours; here
 * the pauses are short.
 * @param mayGoOn is asked before each message, and told the share of the messages that were taken so far
 */
export async function sendAll(
  messages: Message[],
  apps: string[],
  mayGoOn: (share: number) => boolean,
): Promise<Tally> {
  const tally: Tally = { messages: messages.length, attempts: 0, refused: 0, broken: 0, givenUp: 0 };
  let next = 0;
  let taken = 0;

  const isTaken = async ({ path, headers, body }: Message): Promise<boolean> => {
    const app = apps[tally.attempts % apps.length] ?? '';
    tally.attempts += 1;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(app + path, { method: 'POST', headers, body, signal });
      await response.arrayBuffer();
      if (!response.ok) tally.refused += 1;
      return response.ok;
    } catch {
      tally.broken += 1;
      return false;
    }
  };
  const send = async (message: Message): Promise<void> => {
    for (let attempt = 0; attempt < ATTEMPTS_AT_MOST; attempt += 1) {
      if (await isTaken(message)) return;
      await wait(Math.min(50 * 2 ** attempt, 1_000));
    }
    tally.givenUp += 1;
  };
  const work = async (): Promise<void> => {
    for (let message = messages[next]; message; message = messages[next]) {
      next += 1;
      while (!mayGoOn(taken / messages.length)) await wait(20);
      await send(message);
      taken += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return tally;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
