import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import { type Listening, listenOn } from './listening.ts';
import type { Mail, ShopState } from './shop-state.ts';

const LIST_SCRIPT = readFileSync(new URL('inbox-list.js', import.meta.url), 'utf8');
const SHOWN_HEADERS = ['From', 'To', 'Subject', 'Date', 'List-Unsubscribe', 'List-Unsubscribe-Post'];
/** As in a mail program: links leave the message for the whole window, and do not say where they were. */
const DISPLAY_ONLY = '<base target="_top"><meta name="referrer" content="no-referrer">';

/** Everybody's mail in one place: what the local mail server received. */
export async function startInbox(state: ShopState, { port }: { port: number }): Promise<Listening> {
  const app = new Hono()
    .get('/', (c) => {
      const to = c.req.query('to')?.toLowerCase();
      const shown = state.mails.filter(
        (mail) => !to || mail.to.some((address) => address.toLowerCase() === to),
      );
      return c.html(listPage(state, shown.toReversed(), to));
    })
    .get('/phones', (c) => c.html(phonesPage(state, c.req.query('to'))))
    .get('/list.js', (c) => c.body(LIST_SCRIPT, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }))
    .get('/mails/:id', (c) => {
      const mail = state.mails.find(({ id }) => id === c.req.param('id'));
      return mail ? c.html(mailPage(state, mail)) : c.notFound();
    });
  return listenOn(createAdaptorServer({ fetch: app.fetch }) as Server, port);
}

function timeOf(state: ShopState, mail: { receivedAt: Date }) {
  const shown = mail.receivedAt.toLocaleString('en-GB', {
    timeZone: state.shop.timeZone,
    dateStyle: 'medium',
    timeStyle: 'medium',
  });
  return html`<time datetime="${mail.receivedAt.toISOString()}">${shown}</time>`;
}

function listPage(state: ShopState, mails: Mail[], to: string | undefined) {
  return page(
    to ? `Inbox of ${to}` : 'Inbox',
    html`<h1>${to ? `Inbox of ${to}` : 'Inbox'}</h1>
      <p>${to ? html`<a href="/">Everybody’s mail</a> · ` : ''}<a href="/phones">Phones</a></p>
      <section id="mails" aria-live="polite">
        <p class="soft">${mails.length === 1 ? '1 mail' : `${mails.length} mails`}</p>
        <ul>
          ${mails.map(
            (mail) =>
              html`<li>
                <a href="/mails/${mail.id}">${mail.subject || '(no subject)'}</a>
                <span class="soft">to ${mail.to.join(', ')} · ${timeOf(state, mail)}</span>
              </li>`,
          )}
        </ul>
      </section>
      <script type="module" src="/list.js"></script>`,
  );
}

/** What arrived on the phones, the newest first: bubbles of SMS and WhatsApp, and what calls said. */
function phonesPage(state: ShopState, to: string | undefined) {
  const shown = state.phoneMessages.filter((message) => !to || message.to === to).toReversed();
  return page(
    'Phones',
    html`<p><a href="/">Inbox</a></p>
      <h1>${to ? `Phone of ${to}` : 'Phones'}</h1>
      <p class="soft">${shown.length === 1 ? '1 message' : `${shown.length} messages`}</p>
      <ul>
        ${shown.map(
          (message) =>
            html`<li>
              <span class="soft"
                >${PHONE_LABELS[message.channel]} to ${message.to} from ${message.from} ·
                ${timeOf(state, message)} · ${message.statuses.at(-1) ?? 'accepted'}</span
              >
              <p class="bubble">${message.channel === 'voice' ? message.text : withLinks(message.text)}</p>
              ${message.buttons.map(({ label, url }) => html`<a href="${url}">${label}</a>`)}
            </li>`,
        )}
      </ul>`,
  );
}

const PHONE_LABELS = { sms: 'SMS', whatsapp: 'WhatsApp', voice: 'Call' };

/** Addresses in a text as a phone makes them: to be tapped. */
const withLinks = (text: string) =>
  text
    .split(/(https?:\/\/\S+)/)
    .map((part, index) => (index % 2 ? html`<a href="${part}">${part}</a>` : part));

function mailPage(state: ShopState, mail: Mail) {
  const oneClick = mail.headers['list-unsubscribe-post'] === 'List-Unsubscribe=One-Click';
  const unsubscribe = /<(https?:[^>]+)>/.exec(mail.headers['list-unsubscribe'] ?? '')?.[1];
  const known: Record<string, string> = { From: mail.from, To: mail.to.join(', '), Subject: mail.subject };
  return page(
    mail.subject,
    html`<p><a href="/">Inbox</a></p>
      <h1>${mail.subject || '(no subject)'}</h1>
      <dl>
        ${SHOWN_HEADERS.map((name) => ({ name, value: known[name] ?? mail.headers[name.toLowerCase()] }))
          .filter(({ value }) => value)
          .map(
            ({ name, value }) =>
              html`<dt>${name}</dt>
                <dd>${value}</dd>`,
          )}
        <dt>Received</dt>
        <dd>${timeOf(state, mail)}</dd>
      </dl>
      ${
        oneClick && unsubscribe
          ? html`<form method="post" action="${unsubscribe}">
              <input type="hidden" name="List-Unsubscribe" value="One-Click" />
              <button>Unsubscribe</button>
            </form>`
          : ''
      }
      ${
        mail.html === null
          ? ''
          : html`<iframe
              title="Message"
              sandbox="allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox"
              srcdoc="${forDisplay(mail.html)}"
            ></iframe>`
      }
      ${
        mail.text === null
          ? ''
          : html`<details ${mail.html === null ? raw('open') : ''}>
              <summary>Plain text</summary>
              <pre>${mail.text}</pre>
            </details>`
      }`,
  );
}

/** The message's own HTML with what makes its links open outside of the frame; the stored mail stays as it came. */
function forDisplay(message: string): string {
  const start =
    /<head[^>]*>/i.exec(message) ?? /<html[^>]*>/i.exec(message) ?? /<!doctype[^>]*>/i.exec(message);
  const at = start ? start.index + start[0].length : 0;
  return message.slice(0, at) + DISPLAY_ONLY + message.slice(at);
}

function page(title: string, body: ReturnType<typeof html>) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`;
}

const STYLE = `
body { margin: 0; background: #f3f4f5; color: #202a30; font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { width: min(860px, 100% - 2rem); margin: 2rem auto; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; overflow-wrap: anywhere; }
a { color: #1f5b78; }
:is(a, button, summary):focus-visible { outline: 3px solid #7db7d3; outline-offset: 2px; }
.soft { color: #5d6d75; font-size: .9rem; }
ul { list-style: none; margin: 0; padding: 0; background: #fff; border: 1px solid #dde1e3; border-radius: 10px; }
ul:empty { display: none; }
li { padding: .85rem 1.1rem; border-bottom: 1px solid #e8ebec; display: flex; flex-wrap: wrap; gap: .25rem 1rem; justify-content: space-between; }
li:last-child { border-bottom: 0; }
li a { font-weight: 600; text-decoration: none; overflow-wrap: anywhere; }
li a:hover { text-decoration: underline; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0 0 1rem; font-size: .9rem; }
dt { color: #5d6d75; }
dd { margin: 0; overflow-wrap: anywhere; }
li .bubble { flex: 1 0 100%; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
iframe { width: 100%; height: 65vh; border: 1px solid #dde1e3; border-radius: 10px; background: #fff; }
details { margin-top: 1rem; }
summary { cursor: pointer; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #fff; border: 1px solid #dde1e3; border-radius: 10px; padding: 1rem; }
form { margin: 0 0 1rem; }
button { font: inherit; padding: .4rem .9rem; border: 1px solid #b9c4c9; border-radius: 8px; background: #fff; cursor: pointer; }
`;
