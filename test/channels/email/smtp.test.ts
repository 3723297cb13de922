import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mail } from '~/channels/email/mail';
import { openSmtp, type Smtp } from '~/channels/email/smtp.server';
import { freePort } from '#test/support/running-app';
import { type MailServer, startMailServer } from '#test/support/mail-server';
import { startSmtpEnd } from '#test/support/smtp-end';

let server: MailServer;
let smtp: Smtp;
beforeAll(async () => {
  server = await startMailServer();
  smtp = openSmtp(server.url, 'news@shop.test');
});
afterAll(async () => {
  smtp.close();
  await server.stop();
});

const mail = (to: string, some: Partial<Mail> = {}): Mail => ({
  from: { name: 'Café "Größe"', address: 'news@shop.test' },
  to,
  subject: 'Grüße',
  html: '<p>Hällo</p>',
  text: 'Hällo',
  messageId: 'm1.17@shop.test',
  headers: { 'List-Unsubscribe': '<https://app.test/u/abc>' },
  ...some,
});

describe('a mail over SMTP', () => {
  it('arrives as it was composed', async () => {
    const handover = await smtp.send(mail('ada@mail.test'));
    expect(handover.outcome).toBe('accepted');
    const arrived = server.mails.at(-1);
    expect(arrived?.from?.value).toEqual([{ name: 'Café "Größe"', address: 'news@shop.test' }]);
    expect(arrived?.subject).toBe('Grüße');
    expect(arrived?.messageId).toBe('<m1.17@shop.test>');
    expect(arrived?.html).toContain('<p>Hällo</p>');
    expect(arrived?.text?.trim()).toBe('Hällo');
  });

  it('without HTML has one part', async () => {
    await smtp.send(mail('ada@mail.test', { html: '' }));
    expect(server.mails.at(-1)?.headers.get('content-type')).toMatchObject({ value: 'text/plain' });
  });

  it('to somebody without a mailbox is refused in the words of the server', async () => {
    server.fault('nobody@mail.test', 'reject');
    const handover = await smtp.send(mail('nobody@mail.test'));
    expect(handover).toMatchObject({ outcome: 'refused' });
    expect('reason' in handover && handover.reason).toContain('has no mailbox here');
  });

  it('that the server refuses when it has read it is refused', async () => {
    server.fault('picky@mail.test', 'reject_message');
    expect(await smtp.send(mail('picky@mail.test'))).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('Looks like spam') as string,
    });
  });

  it('that the server puts off may be tried again', async () => {
    server.fault('grey@mail.test', 'busy');
    expect(await smtp.send(mail('grey@mail.test'))).toMatchObject({
      outcome: 'later',
      reason: expect.stringContaining('Greylisted') as string,
    });
  });

  it('may be tried again where the connection broke before any of it was under way', async () => {
    server.fault('early@mail.test', 'drop_before_data');
    expect(await smtp.send(mail('early@mail.test'))).toMatchObject({ outcome: 'later' });
  });

  it('may be tried again where nobody answers', async () => {
    const nobody = openSmtp(`smtp://127.0.0.1:${await freePort()}`, 'news@shop.test');
    expect(await nobody.send(mail('ada@mail.test'))).toMatchObject({ outcome: 'later', everything: true });
    nobody.close();
  });

  it('is nobody’s where the server takes nothing at the moment, or does not take the login', async () => {
    const end = await startSmtpEnd();
    const client = openSmtp(end.url, 'news@shop.test');
    end.mood = 'busy';
    expect(await client.send(mail('ada@mail.test'))).toMatchObject({
      outcome: 'later',
      everything: true,
      reason: expect.stringContaining('Not now') as string,
    });
    end.mood = 'refuses_login';
    expect(await client.send(mail('ada@mail.test'))).toMatchObject({
      outcome: 'denied',
      reason: expect.stringContaining('Bad login') as string,
    });
    end.mood = 'takes';
    expect(await client.send(mail('ada@mail.test'))).toMatchObject({ outcome: 'accepted' });
    client.close();
    await end.stop();
  });

  it('whose connection broke under way has an unknown fate, and is not repeated', async () => {
    server.fault('cut@mail.test', 'drop_after_data');
    const before = server.mails.length;
    expect(await smtp.send(mail('cut@mail.test', { text: 'long '.repeat(20_000) }))).toEqual({
      outcome: 'unknown',
      reason: 'interrupted',
    });
    server.fault('cut@mail.test', undefined);
    expect(await smtp.send(mail('ada@mail.test'))).toMatchObject({ outcome: 'accepted' });
    expect(server.mails.slice(before).map((arrived) => [arrived.to].flat()[0]?.text)).toEqual([
      'ada@mail.test',
    ]);
  });

  it.each([
    'ada@mail.test>\r\nRCPT TO:<eve@mail.test',
    'ada@mail.test, eve@mail.test',
    'Ada <eve@mail.test>',
    'all: eve@mail.test;',
    'no address',
  ])('to %j is refused, and reaches nobody', async (address) => {
    const before = server.recipients.length;
    expect(await smtp.send(mail(address))).toMatchObject({ outcome: 'refused' });
    expect(server.recipients.slice(before)).toEqual([]);
  });
});
