import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startInbox } from './inbox.ts';
import type { Listening } from './listening.ts';
import { Phones } from './phones.ts';
import { type Mail, type PhoneMessage, ShopState } from './shop-state.ts';

let state: ShopState;
let phones: Phones;
let inbox: Listening;

beforeEach(async () => {
  state = new ShopState();
  inbox = await startInbox(state, (phones = new Phones(state, 1)), { port: 0 });
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

describe('the phones', () => {
  const arrive = (some: Partial<PhoneMessage> = {}) =>
    state.receivePhoneMessage({
      id: randomUUID(),
      receivedAt: new Date('2026-11-20T12:00:00Z'),
      channel: 'sms',
      from: '+4930901820000',
      to: '+491713920001',
      text: 'Come in',
      buttons: [],
      language: null,
      statuses: [],
      ...some,
    });

  it('are listed by their owner, the one that something arrived on last first', async () => {
    arrive();
    arrive({ to: '+491713920002', receivedAt: new Date('2026-11-20T13:00:00Z') });
    arrive({ to: '+15550100', receivedAt: new Date('2026-11-20T12:30:00Z') });
    const { html } = await read('/phones');
    expect([...html.matchAll(/href="\/phones\/[^"]+">([^<]*)</g)].map((match) => match[1])).toEqual([
      'Jürgen Größmann',
      '+15550100',
      'Mara Lindqvist',
    ]);
  });

  it('show what arrived with links and buttons to tap, and what a call said', async () => {
    arrive({ text: 'New: https://shop.test/l/abc <now>' });
    arrive({ channel: 'whatsapp', buttons: [{ label: 'Look', url: 'https://shop.test/?utm_id=m1' }] });
    arrive({ channel: 'voice', text: 'Good morning', language: 'en-GB', statuses: ['completed'] });
    const { html } = await read('/phones/%2B491713920001');
    expect(html).toContain('New: <a href="https://shop.test/l/abc">https://shop.test/l/abc</a> &lt;now&gt;');
    expect(html).toContain('<a class="tap" href="https://shop.test/?utm_id=m1">Look</a>');
    expect(html).toContain('“Good morning”');
    expect(html).toMatch(/spoken in en-GB ·[\s\S]*completed/);
  });

  it('show the templates that may be sent to them', async () => {
    const buttons = [{ label: 'Look', url: 'https://shop.test/{{1}}' }];
    phones.templates.push({ name: 'winter', language: 'en', body: 'Hi {{1}}', buttons, status: 'APPROVED' });
    const { html } = await read('/phones');
    for (const part of ['winter (approved)', 'Hi {{1}}', 'Look: https://shop.test/{{1}}'])
      expect(html).toContain(part);
  });

  it('write back on the channel of the latest message, and say so where nobody listens', async () => {
    const write = (text: string) =>
      fetch(`${inbox.url}/phones/%2B491713920001`, { method: 'POST', body: new URLSearchParams({ text }) });
    arrive();
    arrive({ channel: 'voice' });
    expect(await (await write('Hello?')).text()).toContain('nobody listens at the shop');

    const heard: object[] = [];
    phones.lines.set('sms', (message) => Promise.resolve(heard.push(message) && 200));
    const { status, redirected } = await write(' STOP ');
    expect({ status, redirected }).toEqual({ status: 200, redirected: true });
    expect(heard).toEqual([{ from: '+491713920001', to: '+4930901820000', text: 'STOP' }]);
    expect(phones.replies.map(({ text, heard }) => ({ text, heard }))).toEqual([
      { text: 'Hello?', heard: false },
      { text: 'STOP', heard: true },
    ]);
  });
});
