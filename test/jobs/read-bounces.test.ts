import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addressHash } from '~/contacts/address-hash.server';
import {
  deleteBounceMailbox,
  loadBounceMailbox,
  saveBounceMailbox,
  unscopedAskForReadings,
} from '~/channels/bounce-mailbox-store.server';
import { providerOf } from '~/channels/provider-of.server';
import { saveProvider } from '~/channels/provider-store.server';
import { saveContacts } from '~/contacts/contact-store.server';
import { type Delivery, db, type Shop } from '~/db.server';
import { readBounces } from '~/jobs/read-bounces';
import { unsuppressAddresses } from '~/messaging/suppression-store.server';
import { BOUNCE_MAILBOX, type LocalImap, startImap } from '../shopify/imap.ts';
import { bounceOf, complaintOf } from '../shopify/returned-mails.ts';
import { ShopState } from '../shopify/shop-state.ts';
import { type LocalSmtp, startSmtp } from '../shopify/smtp.ts';
import { member } from '#test/support/campaign-factory';
import { sendDue, startCampaign } from '#test/support/delivery-factory';
import { makeShop } from '#test/support/shop-factory';

let smtp: LocalSmtp;
let imap: LocalImap;
let shop: Shop;
const login = () => ({ ...BOUNCE_MAILBOX, host: '127.0.0.1', port: imap.port, secure: false });

beforeAll(async () => {
  imap = await startImap({ port: 0 });
  smtp = await startSmtp(new ShopState(), { port: 0, comesBack: (raw) => imap.mailbox.put(raw) });
});
afterAll(async () => {
  await smtp.stop();
  await imap.stop();
});
beforeEach(async () => {
  smtp.faults.clear();
  imap.mailbox.mails.length = 0;
  imap.fetched.length = 0;
  imap.revoked = imap.dropsOnFetch = false;
  shop = await makeShop();
  const { hostname: host, port } = new URL(smtp.url);
  const credentials = {
    provider: 'smtp' as const,
    host,
    port: Number(port),
    secure: false,
    user: '',
    password: '',
  };
  await saveProvider(shop.id, 'email', { sender: 'news@shop.test', credentials }, new Date());
  await saveBounceMailbox(shop.id, { address: 'bounces@shop.test', login: login() }, new Date());
});

let people = 20_000;
const somebody = () => member((people += 1));

/** Sends one campaign to each, as the worker does. */
async function sendTo(...members: ReturnType<typeof member>[]): Promise<Delivery[]> {
  const { deliveries } = await startCampaign(shop, members);
  for (const delivery of deliveries) {
    if (delivery.state === 'queued') await sendDue(delivery, await providerOf(shop.id, 'email'));
  }
  return Promise.all(deliveries.map((delivery) => now(delivery)));
}
const now = (delivery: Delivery | undefined) =>
  db.delivery.findUniqueOrThrow({ where: { shopId_id: { shopId: shop.id, id: delivery?.id ?? 0n } } });
const read = () => readBounces({ shopId: shop.id });
const listed = () =>
  db.suppression.findMany({
    where: { shopId: shop.id },
    select: { channel: true, reason: true, addressHash: true },
  });
const hashOf = (email: string | null) => addressHash(shop.id, 'email', email ?? '');
const fails = (email: string | null, status: string) =>
  smtp.faults.set(email ?? '', { kind: 'bounce', status });
const one = async (person: ReturnType<typeof member>): Promise<Delivery> => {
  const [delivery] = await sendTo(person);
  if (!delivery) throw new Error('no delivery');
  return delivery;
};

describe('what comes back of an e-mail', () => {
  it('for good fails its delivery, and the address is written to no more', async () => {
    const [ada, bea] = [somebody(), somebody()];
    fails(ada.email, '5.1.1');
    const [toAda, toBea] = await sendTo(ada, bea);
    expect(toAda).toMatchObject({ state: 'sent' });
    await read();
    expect(await now(toAda)).toMatchObject({ state: 'failed', reason: 'bounced', bounce: 'hard' });
    expect(await now(toBea)).toMatchObject({ state: 'sent', bounce: null });
    expect(await listed()).toEqual([
      { channel: 'email', reason: 'hard_bounce', addressHash: hashOf(ada.email) },
    ]);

    const again = await sendTo(ada, bea);
    expect(again).toMatchObject([{ state: 'skipped', reason: 'suppressed' }, { state: 'sent' }]);
    await unsuppressAddresses(shop.id, 'email', [hashOf(ada.email)]);
    smtp.faults.clear();
    expect(await one(ada)).toMatchObject({ state: 'sent' });
  });

  it('is suppressed after the third time in a row where the address may take mails again', async () => {
    const ada = somebody();
    fails(ada.email, '4.2.2');
    await one(ada);
    await one(ada);
    await read();
    expect(await listed()).toEqual([]);
    smtp.faults.clear();
    await one(ada);
    fails(ada.email, '4.2.2');
    await one(ada);
    await one(ada);
    await read();
    expect(await listed()).toEqual([]);
    const last = await one(ada);
    await read();
    expect(await now(last)).toMatchObject({ state: 'failed', bounce: 'soft' });
    expect(await listed()).toMatchObject([{ reason: 'soft_bounces' }]);
  });

  it('as a complaint withdraws the consent, has Shopify told, and ends all e-mails to the address', async () => {
    const ada = somebody();
    smtp.faults.set(ada.email ?? '', { kind: 'complain' });
    const delivery = await one(ada);
    await read();
    expect(await now(delivery)).toMatchObject({
      state: 'sent',
      complainedAt: expect.any(Date) as Date,
      unsubscribedAt: null,
    });
    expect(await listed()).toMatchObject([{ channel: 'email', reason: 'complaint' }]);
    const contact = await db.contact.findFirstOrThrow({ where: { shopId: shop.id } });
    expect(contact).toMatchObject({ emailConsent: 'unsubscribed', smsConsent: 'subscribed' });
    const jobs = await db.$queryRaw<{ key: string }[]>`
      SELECT key FROM graphile_worker.jobs WHERE key = ${`consent:${shop.id}:${contact.id}:email`}`;
    expect(jobs).toHaveLength(1);
  });

  it('says nothing of an address that the contact has had only since', async () => {
    const ada = somebody();
    fails(ada.email, '5.1.1');
    const delivery = await one(ada);
    await saveContacts(shop.id, [{ ...ada, email: `new.${ada.email}` }], new Date());
    await read();
    expect(await now(delivery)).toMatchObject({ state: 'failed', reason: 'bounced' });
    expect(await listed()).toEqual([]);
  });

  it('of another shop, or with a token that nobody signed, changes nothing', async () => {
    const other = await makeShop();
    const ada = somebody();
    fails(ada.email, '5.1.1');
    const delivery = await one(ada);
    await saveBounceMailbox(other.id, { address: 'bounces@other.test', login: login() }, new Date());
    await readBounces({ shopId: other.id });
    expect(await now(delivery)).toMatchObject({ state: 'sent' });

    imap.mailbox.mails.length = 0;
    const quoted = {
      raw: 'X-Sales-Trail-Delivery: AAAAAAAAAAAAAAAAAAAA\r\n',
      returnPath: 'b@s.test',
      to: 'a@m.test',
    };
    imap.mailbox.put(bounceOf(quoted, { status: '5.1.1' }));
    imap.mailbox.put(complaintOf(quoted));
    imap.mailbox.put('Subject: hello\r\n\r\nA person wrote here.');
    await read();
    expect(await listed()).toEqual([]);
    const lastUid = BigInt(imap.mailbox.mails.at(-1)?.uid ?? 0);
    expect(await loadBounceMailbox(shop.id)).toMatchObject({ lastError: null, lastUid });
  });
});

describe('a bounce mailbox', () => {
  it('is read on from where it was, each mail once, and left as it is', async () => {
    const ada = somebody();
    fails(ada.email, '5.1.1');
    await one(ada);
    await read();
    await read();
    expect(imap.fetched).toHaveLength(1);
    await sendTo(somebody());
    imap.mailbox.put('Subject: another\r\n\r\n');
    await read();
    expect(imap.fetched).toHaveLength(2);
  });

  it('whose connection breaks in the middle is read on later, nothing missed and nothing twice', async () => {
    const [ada, bea] = [somebody(), somebody()];
    for (const { email } of [ada, bea]) fails(email, '5.1.1');
    const [toAda, toBea] = await sendTo(ada, bea);
    imap.dropsOnFetch = true;
    await read();
    expect(await now(toAda)).toMatchObject({ state: 'sent' });
    expect((await loadBounceMailbox(shop.id))?.lastError).toContain('cannot be read');
    imap.dropsOnFetch = false;
    await read();
    expect(await now(toAda)).toMatchObject({ state: 'failed' });
    expect(await now(toBea)).toMatchObject({ state: 'failed' });
    expect((await loadBounceMailbox(shop.id))?.lastError).toBeNull();
  });

  it('that numbers its mails anew is read again, and what it says again changes nothing', async () => {
    const ada = somebody();
    fails(ada.email, '5.1.1');
    const delivery = await one(ada);
    await read();
    const before = await now(delivery);
    await unsuppressAddresses(shop.id, 'email', [hashOf(ada.email)]);
    imap.mailbox.renumber();
    await read();
    expect(imap.fetched).toHaveLength(2);
    expect(await now(delivery)).toEqual(before);
    expect(await listed()).toEqual([]);
  });

  it('that refuses the login says so, in the server’s words', async () => {
    imap.revoked = true;
    await read();
    expect((await loadBounceMailbox(shop.id))?.lastError).toBe(
      'The mail server refuses the login: “Invalid credentials”. Check user and password.',
    );
  });

  it('is asked for every few minutes, until it is disconnected', async () => {
    const asked = async (at: Date) => {
      await db.$executeRaw`SELECT graphile_worker.remove_job(${`bounces:${shop.id}`})`;
      await unscopedAskForReadings(at);
      const jobs = await db.$queryRaw<unknown[]>`
        SELECT key FROM graphile_worker.jobs WHERE key = ${`bounces:${shop.id}`}`;
      return jobs.length;
    };
    const start = new Date(Date.now() + 1_000);
    expect(await asked(start)).toBe(1);
    expect(await asked(new Date(start.getTime() + 60_000))).toBe(0);
    expect(await asked(new Date(start.getTime() + 240_000))).toBe(1);
    await deleteBounceMailbox(shop.id);
    expect(await asked(new Date(start.getTime() + 600_000))).toBe(0);
  });
});
