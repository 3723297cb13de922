import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { unscopedMarkFinishedSent } from '~/campaigns/campaign-status-store.server';
import { concludeBatch, type Settled } from '~/jobs/conclude-batch';
import type { Channel, Provider } from '~/channels/channel';
import { providerOf } from '~/channels/provider-of.server';
import { env } from '~/env.server';
import { groupCommit } from '~/lib/group-commit';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import { compiledVersion, deliver } from '~/messaging/deliver.server';
import type { CompiledVersion } from '~/messaging/hand-over.server';
import { type CappedDelivery, claimWithinCap } from '~/messaging/claim-within-cap.server';
import {
  type DueVersion,
  unscopedDueVersions,
  unscopedInterruptDeliveries,
  unscopedSettleDeliveries,
} from '~/messaging/delivery-store.server';
import { takeTokens } from '~/messaging/sending-pace-store.server';
import { takeTurns } from '~/messaging/turns';
import {
  type ProcessLife,
  unscopedAnnounceProcess,
  unscopedReleaseJobsOfTheDead,
} from '~/queue/worker-process-store.server';

/** So many deliveries a worker has in hand at a time: what it takes with it where it is killed. */
const IN_HAND = 48;
/** Of those, one shop has so many at most: a provider that hangs holds up nobody else's. */
const IN_HAND_OF_SHOP = 32;
/** So many are taken in hand at once. */
const AT_ONCE = 16;
const SETTLED_AT_ONCE = 500;
const AGAIN_AFTER_MS = 1_000;

const turns = takeTurns();
const inHand = new Map<ShopId, number>();
const allInHand = () => [...inHand.values()].reduce((sum, count) => sum + count, 0);
/** Whoever waits for a delivery to be out of hand. */
let wakeUps: (() => void)[] = [];
const onceOneIsDone = () => new Promise<void>((resolve) => wakeUps.push(resolve));

/**
 * Takes what is due of one message in hand and begins to hand it over; who is next is decided by turns. What was taken
 * is settled as it comes back, and a worker has only so much in hand.
 * @returns how many were taken
 */
export async function deliverBacklog(): Promise<number> {
  const worker = await announced();
  const version = await nextWithRoom();
  if (!version) return 0;
  const { shop, versionId, channel } = version;
  let begun = 0;
  try {
    // Whatever can fail before the hand-over is done before anything is in hand.
    const message = await compiledVersion(shop, versionId);
    const provider = await providerOf<Channel>(shop, message.channel);
    const most = env.SMTP_PER_SECOND
      ? await takeTokens(shop, channel, AT_ONCE, env.SMTP_PER_SECOND, new Date())
      : AT_ONCE;
    const claimed = most > 0 ? await claimWithinCap(shop, versionId, most, worker.id, new Date()) : [];
    begun = claimed.length;
    for (const delivery of claimed) void bringToEnd(delivery, message, provider);
    return begun;
  } finally {
    put(shop, AT_ONCE - begun);
  }
}

/** The message whose turn it is, room for a batch of it taken already; undefined where nothing is due. */
async function nextWithRoom(): Promise<DueVersion | undefined> {
  for (;;) {
    while (IN_HAND - allInHand() < AT_ONCE) await onceOneIsDone();
    const due = await unscopedDueVersions(new Date());
    if (due.length === 0) return undefined;
    const version = turns.next(due.filter(({ shop }) => roomOf(shop) >= AT_ONCE));
    if (version) {
      take(version.shop, AT_ONCE);
      return version;
    }
    if (allInHand() > 0) await onceOneIsDone();
  }
}

const roomOf = (shop: ShopId) => Math.min(IN_HAND - allInHand(), IN_HAND_OF_SHOP - (inHand.get(shop) ?? 0));

function take(shop: ShopId, count: number): void {
  inHand.set(shop, (inHand.get(shop) ?? 0) + count);
}

function put(shop: ShopId, count: number): void {
  const left = (inHand.get(shop) ?? 0) - count;
  if (left > 0) inHand.set(shop, left);
  else inHand.delete(shop);
  wake();
}

function wake(): void {
  const waiting = wakeUps;
  wakeUps = [];
  for (const resolve of waiting) resolve();
}

async function bringToEnd(
  delivery: CappedDelivery,
  message: CompiledVersion,
  provider: Provider<Channel> | undefined,
): Promise<void> {
  const settlement = await deliver(delivery, message, provider);
  await settled({ delivery, settlement });
  concluding += 1;
  put(delivery.shop, 1);
  await concluded({ delivery, settlement });
  concluding -= 1;
  wake();
}

/** Deliveries that are written, and of which the conclusions are not drawn yet. */
let concluding = 0;

/** What deliveries came to is written by back-pressure, and until it is written: nobody else could know it. */
const settled = untilWritten(unscopedSettleDeliveries);
/** So are the conclusions, beside it: the next deliveries do not wait for them. */
const concluded = untilWritten(concludeBatch);

function untilWritten(
  write: (group: Settled[], now: Date) => Promise<void>,
): (one: Settled) => Promise<void> {
  return groupCommit<Settled>(
    async (group) => {
      for (;;) {
        try {
          return await write(group, new Date());
        } catch (error) {
          const reason = error instanceof Error ? error.name : 'unknown';
          logger.warn({ count: group.length, reason }, 'not_settled');
          await wait(AGAIN_AFTER_MS);
        }
      }
    },
    { group: SETTLED_AT_ONCE, waiting: Infinity },
  );
}

interface Sender {
  id: string;
  life: ProcessLife;
}

let sender: Promise<Sender> | undefined;

/** This process among the workers, so that others know what it has in hand as long as it lives. */
function announced(): Promise<Sender> {
  sender ??= announce();
  sender.catch(() => (sender = undefined));
  return sender;
}

async function announce(): Promise<Sender> {
  const key = randomBytes(8);
  const life = await unscopedAnnounceProcess(key.readBigInt64BE());
  const id = `sender-${key.toString('hex')}`;
  await life.note(id);
  await unscopedReleaseJobsOfTheDead();
  await unscopedInterruptDeliveries();
  await unscopedMarkFinishedSent(new Date());
  return { id, life };
}

/** Resolves once nothing is in hand any more; this process is then none of the workers. */
export async function finishDeliveries(): Promise<void> {
  while (allInHand() + concluding > 0) await onceOneIsDone();
  const ending = sender;
  sender = undefined;
  await (await ending?.catch(() => undefined))?.life.end();
}
