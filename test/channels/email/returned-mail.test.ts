import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bounceOfStatus, readReturnedMail } from '~/channels/email/returned-mail';
import { bounceOf, type BounceWords, complaintOf } from '../../shopify/returned-mails.ts';

const mail = (header: string) => ({
  raw: `From: news@shop.test\r\nTo: ada@mail.test\r\n${header}\r\nSubject: Tea\r\nContent-Type: text/plain\r\n\r\nX-Sales-Trail-Delivery: inTheBody\r\n`,
  returnPath: 'bounces@shop.test',
  to: 'ada@mail.test',
});
const ours = mail('X-Sales-Trail-Delivery: abc_DEF-123\r\nMessage-ID: <other@provider.test>');
const read = (raw: string) => readReturnedMail(Buffer.from(raw));
const bounced = (words: BounceWords) => read(bounceOf(ours, words));

describe('a mail to the return address', () => {
  it('that says that a mail could not be delivered is a bounce of that mail, for good or not', async () => {
    expect(await bounced({ status: '5.1.1' })).toEqual({
      kind: 'bounce',
      token: 'abc_DEF-123',
      bounce: 'hard',
    });
    expect(await bounced({ status: '4.4.1' })).toEqual({
      kind: 'bounce',
      token: 'abc_DEF-123',
      bounce: 'soft',
    });
  });

  it('is judged by the better of two statuses', async () => {
    const full = { status: '5.0.0', diagnostic: 'smtp; 552 5.2.2 Mailbox full' };
    expect(await bounced(full)).toMatchObject({ bounce: 'soft' });
    expect(await bounced({ status: '5.0.0', diagnostic: 'smtp; 550 No such user' })).toMatchObject({
      bounce: 'hard',
    });
  });

  it('that says that delivery goes on being tried means nothing', async () => {
    expect(await bounced({ status: '4.4.1', action: 'delayed' })).toBeUndefined();
  });

  it('finds its mail by the Message-ID where the header is not quoted', async () => {
    const quoted = mail('Message-ID: <tok-en_1@shop.test>');
    expect(await read(bounceOf(quoted, { status: '5.1.1' }))).toMatchObject({ token: 'tok-en_1' });
  });

  it('about a mail that names no delivery is left alone', async () => {
    expect(await read(bounceOf(mail('X-Other: 1'), { status: '5.1.1' }))).toBeUndefined();
  });

  it('that reports spam is a complaint, one that takes it back is not', async () => {
    expect(await read(complaintOf(ours))).toEqual({ kind: 'complaint', token: 'abc_DEF-123' });
    expect(await read(complaintOf(ours, 'not-spam'))).toBeUndefined();
    expect(await read(complaintOf(ours, 'auth-failure'))).toBeUndefined();
  });

  it('that is an ordinary one, or cut off, or noise, is left alone', async () => {
    expect(await read(ours.raw)).toBeUndefined();
    expect(await read('')).toBeUndefined();
    const whole = bounceOf(ours, { status: '5.1.1' });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 400), fc.uint8Array({ maxLength: 300 }), async (cut, noise) => {
        const broken = Buffer.concat([Buffer.from(whole.slice(0, cut)), noise]);
        expect(await readReturnedMail(broken)).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});

describe('a status', () => {
  it.each(['5.0.0', '5.1.0', '5.1.1', '5.1.2', '5.1.10', '5.2.1', '5.4.4'])(
    '%s is about the address',
    (status) => {
      expect(bounceOfStatus(status)).toBe('hard');
    },
  );
  it.each(['5.1.7', '5.1.8', '5.2.2', '5.3.4', '5.6.1', '5.7.1', '4.2.2', '4.4.7', ''])(
    '%s says nothing against it for good',
    (status) => {
      expect(bounceOfStatus(status)).toBe('soft');
    },
  );
});
