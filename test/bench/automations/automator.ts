import { setTimeout as wait } from 'node:timers/promises';
import { unscopedHoldDue } from '~/automations/enrolment-store.server';
import { noteHappenings } from '~/contacts/happening-store.server';
import { databaseUrl, db, type Shop } from '~/db.server';
import { runAutomations } from '~/jobs/run-automations';
import { takeHappenings } from '~/jobs/take-happenings';
import { migrate } from '~/lib/migrate.server';
import { prepareQueue } from '~/queue/worker.server';
import { email, enter, flowOf, startAutomation, wait as delay } from '../../support/automation-factory.ts';
import { makeShop } from '../../support/shop-factory.ts';
import { median } from '../bench.ts';

export interface Task {
  waiting: number;
  due: number;
  perSecond: number;
  seconds: number;
}

export interface Report {
  /** Milliseconds of one look for what is due, with none inside and with all of them waiting. */
  idle: number;
  loaded: number;
  startSeconds: number;
  queued: number;
  /** Events not looked at when the last was told, the longest wait of one in seconds, and who entered. */
  left: number;
  lag: number;
  entered: number;
  tellSeconds: number;
}

const FIRST = 7_000_000_000_000;
const PAGE = 5_000;
const LOOKS = 500;
const TELL_EVERY_MS = 100;

/** A process of its own that runs automations by the worker's own jobs. */
process.on('message', (task: Task) => void perform(task).then((report) => process.send?.(report)));
await migrate(databaseUrl);
await prepareQueue();
process.send?.('ready');

async function perform({ waiting, due, perSecond, seconds }: Task): Promise<Report> {
  const shop = await makeShop();
  const now = new Date();
  const automation = await startAutomation(
    shop,
    flowOf([delay('rest', 1), email('hello')]),
    'Welcome series',
    now,
  );
  await db.$executeRaw`
    INSERT INTO contact (shop_id, shopify_id, first_name, email, email_consent, updated_at)
    SELECT ${shop.id}::int, ${FIRST}::bigint + n, 'Ada', 'ada.' || n || '@customer.example', 'subscribed', now()
    FROM generate_series(1, ${waiting + perSecond * seconds}::int) AS n`;
  const idle = await lookTime();
  const contacts = await db.contact.findMany({
    where: { shopId: shop.id },
    orderBy: { id: 'asc' },
    take: waiting,
  });
  for (let from = 0; from < waiting; from += PAGE)
    await enter(shop, automation, contacts.slice(from, from + PAGE), {}, now);
  await db.$executeRaw`UPDATE enrolment SET wait_until = now() + interval '1 day', due_at = now() + interval '1 day'`;
  await db.$executeRaw`VACUUM ANALYZE enrolment`;
  const loaded = await lookTime();
  await db.$executeRaw`
    UPDATE enrolment SET wait_until = now(), due_at = now()
    WHERE id IN (SELECT id FROM enrolment ORDER BY id LIMIT ${due}::int)`;
  const started = performance.now();
  while ((await runAutomations()) > 0);
  const startSeconds = (performance.now() - started) / 1_000;
  const queued = await db.delivery.count();
  return { idle, loaded, startSeconds, queued, ...(await tell(shop, waiting, perSecond, seconds)) };
}

async function lookTime(): Promise<number> {
  const times: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const started = performance.now();
    await unscopedHoldDue(500, new Date(), db);
    times.push(performance.now() - started);
  }
  return median(times);
}

/** Tells of events at a steady rate, while they are looked at. */
async function tell(shop: Shop, waiting: number, perSecond: number, seconds: number) {
  const telling = new AbortController();
  const drain = async (job: () => Promise<number>) => {
    while (!telling.signal.aborted) if ((await job()) === 0) await wait(TELL_EVERY_MS);
  };
  const drains = [drain(takeHappenings), drain(runAutomations)];
  const some = (perSecond * TELL_EVERY_MS) / 1_000;
  const before = await db.enrolment.count();
  let lag = 0;
  const started = performance.now();
  for (let told = 0; told < perSecond * seconds; told += some) {
    const at = new Date();
    const numbers = Array.from({ length: some }, (_, index) => waiting + told + index + 1);
    await noteHappenings(
      shop.id,
      numbers.map((number) => ({
        kind: 'customer_created',
        shopifyId: BigInt(FIRST + number),
        key: `told:${number}`,
        at,
      })),
      at,
      db,
    );
    const oldest = await db.happening.findFirst({ orderBy: { dueAt: 'asc' } });
    if (oldest) lag = Math.max(lag, (Date.now() - oldest.dueAt.getTime()) / 1_000);
    await wait(Math.max(0, started + ((told + some) / perSecond) * 1_000 - performance.now()));
  }
  const tellSeconds = (performance.now() - started) / 1_000;
  const left = await db.happening.count();
  while ((await db.happening.count()) > 0) await wait(TELL_EVERY_MS);
  telling.abort();
  await Promise.all(drains);
  return { left, lag, tellSeconds, entered: (await db.enrolment.count()) - before };
}
