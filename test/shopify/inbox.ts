import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import { page, timeOf } from './inbox-page.ts';
import { type Listening, listenOn } from './listening.ts';
import type { Phones } from './phones.ts';
import { phonePage, phonesPage } from './phones-page.ts';
import type { Mail, ShopState } from './shop-state.ts';

const LIST_SCRIPT = readFileSync(new URL('inbox-list.js', import.meta.url), 'utf8');
const SHOWN_HEADERS = ['From', 'To', 'Subject', 'Date', 'List-Unsubscribe', 'List-Unsubscribe-Post'];
/** As in a mail program: links leave the message for the whole window, and do not say where they were. */
const DISPLAY_ONLY = '<base target="_top"><meta name="referrer" content="no-referrer">';

/** Everybody's mail and phones in one place: what the local mail server and the local providers received. */
export async function startInbox(
  state: ShopState,
  phones: Phones,
  { port }: { port: number },
): Promise<Listening> {
  const app = new Hono()
    .get('/', (c) => {
      const to = c.req.query('to')?.toLowerCase();
      const shown = state.mails.filter(
        (mail) => !to || mail.to.some((address) => address.toLowerCase() === to),
      );
      return c.html(listPage(state, shown.toReversed(), to));
    })
    .get('/phones', (c) => c.html(phonesPage(phones)))
    .get('/phones/:number', (c) => c.html(phonePage(phones, c.req.param('number'))))
    .post('/phones/:number', async (c) => {
      const number = c.req.param('number');
      const { text } = await c.req.parseBody();
      if (typeof text === 'string' && text.trim()) await phones.write(number, text.trim());
      return c.redirect(`/phones/${encodeURIComponent(number)}`, 303);
    })
    .get('/list.js', (c) => c.body(LIST_SCRIPT, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }))
    .get('/mails/:id', (c) => {
      const mail = state.mails.find(({ id }) => id === c.req.param('id'));
      return mail ? c.html(mailPage(state, mail)) : c.notFound();
    });
  return listenOn(createAdaptorServer({ fetch: app.fetch }) as Server, port);
}

function listPage(state: ShopState, mails: Mail[], to: string | undefined) {
  return page(
    to ? `Inbox of ${to}` : 'Inbox',
    html`<h1>${to ? `Inbox of ${to}` : 'Inbox'}</h1>
      <p>${to ? html`<a href="/">Everybody’s mail</a> · ` : ''}<a href="/phones">Phones</a></p>
      <section id="fresh" aria-live="polite">
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
