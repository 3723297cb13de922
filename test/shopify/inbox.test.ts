import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startInbox } from './inbox.ts';
import type { Listening } from './listening.ts';
import { type Mail, ShopState } from './shop-state.ts';

let state: ShopState;
let inbox: Listening;

beforeEach(async () => {
  state = new ShopState();
  inbox = await startInbox(state, { port: 0 });
});

afterEach(() => inbox.stop());

function receive(some: Partial<Mail> = {}): Mail {
  return state.receiveMail({
    receivedAt: new Date('2026-11-20T12:00:00Z'),
    from: 'Tidewater <news@shop.test>',
    to: ['anna@example.com'],
    subject: 'Hello',
    html: '<!doctype html><html><head><title>x</title></head><body><a href="https://shop.test/">Shop</a></body></html>',
    text: 'Shop: https://shop.test/',
    headers: {},
    ...some,
  });
}

const read = async (path: string) => {
  const response = await fetch(inbox.url + path);
  return { status: response.status, html: await response.text() };
};

describe('the inbox', () => {
  it('lists mails by subject, the newest first, with recipient and the shop’s time', async () => {
    receive({ subject: 'First' });
    const second = receive({ subject: 'Second & <last>', to: ['bert@example.com'] });
    const { html } = await read('/');
    expect([...html.matchAll(/href="\/mails\/[^"]+">([^<]*)</g)].map((match) => match[1])).toEqual([
      'Second &amp; &lt;last&gt;',
      'First',
    ]);
    expect(html).toContain(`/mails/${second.id}`);
    expect(html).toContain('to bert@example.com');
    expect(html).toContain('13:00:00');
  });

  it('lists one person’s mails alone', async () => {
    receive({ subject: 'For Anna' });
    receive({ subject: 'For Bert', to: ['bert@example.com'] });
    const { html } = await read('/?to=Anna@example.com');
    expect(html).toContain('For Anna');
    expect(html).not.toContain('For Bert');
  });

  it('shows a mail’s headers, its message in a frame without scripts, and its text', async () => {
    const { id } = receive({
      headers: {
        'list-unsubscribe': '<https://app.test/u/token>',
        'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      },
    });
    const { html } = await read(`/mails/${id}`);
    for (const shown of [
      'Tidewater &lt;news@shop.test&gt;',
      'anna@example.com',
      '&lt;https://app.test/u/token&gt;',
    ])
      expect(html).toContain(shown);
    expect(html).toMatch(/<form method="post" action="https:\/\/app\.test\/u\/token">/);
    expect(/sandbox="([^"]*)"/.exec(html)?.[1]).not.toMatch(/allow-scripts|allow-same-origin/);
    expect(html).toContain('Shop: https://shop.test/');
  });

  it('makes a message’s links leave the frame, in what it shows and not in the mail', async () => {
    const mail = receive();
    const { html } = await read(`/mails/${mail.id}`);
    const shown = /srcdoc="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(shown).toMatch(
      /^&lt;!doctype html&gt;&lt;html&gt;&lt;head&gt;&lt;base target=&quot;_top&quot;&gt;/,
    );
    expect(mail.html).not.toContain('<base');
    const fragment = receive({ html: '<p>No head</p>' });
    expect((await read(`/mails/${fragment.id}`)).html).toContain('srcdoc="&lt;base target');
  });

  it('shows a mail of plain text opened, and knows no others', async () => {
    const { id } = receive({ html: null });
    expect((await read(`/mails/${id}`)).html).toMatch(/<details\s+open>/);
    expect((await read('/mails/none')).status).toBe(404);
  });
});
