import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ShopState } from './shop-state.ts';
import { type LocalSmtp, startSmtp } from './smtp.ts';

let state: ShopState;
let smtp: LocalSmtp;

beforeEach(async () => {
  state = new ShopState();
  smtp = await startSmtp(state, { port: 0 });
});

afterEach(() => smtp.stop());

const send = (to: string, some: object = {}) =>
  createTransport(smtp.url).sendMail({
    from: 'Tidewater <news@shop.test>',
    to,
    subject: 'Grüße vom Meer',
    html: '<p>Hallo 🌊</p>',
    text: 'Hallo 🌊',
    ...some,
  });

describe('the mail server', () => {
  it('keeps a mail as its reader would see it, with its headers', async () => {
    await send('anna@example.com', {
      headers: {
        'List-Unsubscribe': `<https://app.test/u/${'x'.repeat(120)}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    });
    expect(state.mails).toMatchObject([
      {
        from: '"Tidewater" <news@shop.test>',
        to: ['anna@example.com'],
        subject: 'Grüße vom Meer',
        html: '<p>Hallo 🌊</p>',
        headers: {
          'list-unsubscribe': `<https://app.test/u/${'x'.repeat(120)}>`,
          'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
        },
      },
    ]);
    expect(state.mails[0]?.text?.trim()).toBe('Hallo 🌊');
  });

  it('takes many mails at once over a pool of connections', async () => {
    const pool = createTransport({ ...smtpOptions(), pool: true, maxConnections: 5 });
    const addresses = Array.from({ length: 40 }, (_, index) => `reader${index}@example.com`);
    await Promise.all(
      addresses.map((to) => pool.sendMail({ from: 'news@shop.test', to, subject: to, text: to })),
    );
    pool.close();
    expect(state.mails.map(({ subject }) => subject).toSorted()).toEqual(addresses.toSorted());
  });

  it('refuses an address for good, and only that one', async () => {
    smtp.faults.set('gone@example.com', { kind: 'refuse' });
    await expect(send('Gone@Example.com')).rejects.toMatchObject({ responseCode: 550 });
    await send('anna@example.com');
    expect(state.mails.map(({ to }) => to)).toEqual([['anna@example.com']]);
  });

  it('refuses for now as often as told', async () => {
    smtp.faults.set('*', { kind: 'try_later', times: 2 });
    await expect(send('anna@example.com')).rejects.toMatchObject({ responseCode: 451 });
    await expect(send('anna@example.com')).rejects.toMatchObject({ responseCode: 451 });
    await send('anna@example.com');
    expect(state.mails).toHaveLength(1);
  });

  it('loses the connection after it has taken the mail, so that the sender cannot know', async () => {
    smtp.faults.set('anna@example.com', { kind: 'lose_connection', times: 1 });
    await expect(send('anna@example.com')).rejects.not.toHaveProperty('responseCode', 250);
    expect(state.mails).toHaveLength(1);
    await send('anna@example.com');
    expect(state.mails).toHaveLength(2);
  });

  it('holds its answer back until it may give it', async () => {
    let open: (value?: unknown) => void = () => undefined;
    const gate = new Promise((resolve) => {
      open = resolve;
    });
    smtp.faults.set('anna@example.com', { kind: 'hold', until: gate });
    let answered = false;
    const sent = send('anna@example.com').then(() => {
      answered = true;
    });
    await new Promise((resolve) => state.events.once('mail-received', resolve));
    await send('bert@example.com');
    expect(answered).toBe(false);
    open();
    await sent;
    expect(state.mails).toHaveLength(2);
  });
});

function smtpOptions() {
  const { hostname, port } = new URL(smtp.url);
  return { host: hostname, port: Number(port) };
}
