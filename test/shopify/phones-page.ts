import { html } from 'hono/html';
import { page, timeOf } from './inbox-page.ts';
import type { PhoneReply, Phones, PhoneTemplate } from './phones.ts';
import type { PhoneMessage, ShopState } from './shop-state.ts';

const LABELS = { sms: 'SMS', whatsapp: 'WhatsApp', voice: 'Call' };

/** Every phone that something arrived on, the one with the newest first; and the templates that may be sent to them. */
export function phonesPage({ state, templates }: Phones) {
  const latest = new Map(state.phoneMessages.map((message) => [message.to, message]));
  const shown = [...latest.values()].toSorted((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime());
  return page(
    'Phones',
    html`<p><a href="/">Inbox</a></p>
      <h1>Phones</h1>
      <section id="fresh" aria-live="polite">
        <p class="soft">${shown.length === 1 ? '1 phone' : `${shown.length} phones`}</p>
        <ul>
          ${shown.map(
            (message) =>
              html`<li>
                <a href="${addressOf(message.to)}">${ownerOf(state, message.to)}</a>
                <span class="soft">${LABELS[message.channel]} · ${timeOf(state, message)}</span>
              </li>`,
          )}
        </ul>
      </section>
      ${
        templates.length > 0
          ? html`<h2>WhatsApp templates</h2>
              ${templates.map(templateCard)}`
          : ''
      }
      <script type="module" src="/list.js"></script>`,
  );
}

/** What the merchant enters to send it. */
const templateCard = ({ name, language, body, buttons, status }: PhoneTemplate) =>
  html`<dl>
    <dt>Name</dt>
    <dd>${name} (${status.toLowerCase()})</dd>
    <dt>Language</dt>
    <dd>${language}</dd>
    <dt>Text</dt>
    <dd>${body}</dd>
    ${buttons.map(
      ({ label, url }) =>
        html`<dt>Button</dt>
          <dd>${label}: ${url}</dd>`,
    )}
  </dl>`;

/** One phone: what arrived and what was written back, in the order of time, with a place to write. */
export function phonePage({ state, replies }: Phones, number: string) {
  const messages = state.phoneMessages.filter(({ to }) => to === number);
  const said = [...messages, ...replies.filter(({ from }) => from === number)].toSorted(
    (a, b) => a.receivedAt.getTime() - b.receivedAt.getTime(),
  );
  const canWrite = messages.some(({ channel }) => channel !== 'voice');
  return page(
    ownerOf(state, number),
    html`<p><a href="/phones">Phones</a></p>
      <div class="phone">
        <h1>${ownerOf(state, number)}</h1>
        <section id="fresh" aria-live="polite">
          <p class="soft">${number}${said.length === 0 ? ' · nothing has arrived yet' : ''}</p>
          <ul class="chat">
            ${said.map((one) => ('heard' in one ? replyItem(state, one) : messageItem(state, one)))}
          </ul>
        </section>
        ${
          canWrite
            ? html`<form class="reply" method="post" action="${addressOf(number)}">
                <input
                  name="text"
                  aria-label="Reply"
                  placeholder="Reply, or STOP"
                  autocomplete="off"
                  required
                />
                <button>Send</button>
              </form>`
            : ''
        }
      </div>
      <script type="module" src="/list.js"></script>`,
  );
}

const addressOf = (number: string) => `/phones/${encodeURIComponent(number)}`;

function ownerOf({ customers }: ShopState, number: string): string {
  const owner = customers.find(({ phone }) => phone === number);
  return [owner?.firstName, owner?.lastName].filter(Boolean).join(' ') || number;
}

function messageItem(state: ShopState, message: PhoneMessage) {
  const { channel, from, text, buttons, language, statuses } = message;
  const spoken = channel === 'voice' ? ` spoken in ${language ?? 'English'}` : '';
  return html`<li class="${channel}">
    <p class="bubble">${channel === 'voice' ? `“${text}”` : withLinks(text)}</p>
    ${buttons.map(({ label, url }) => html`<a class="tap" href="${url}">${label}</a>`)}
    <div class="soft">
      ${LABELS[channel]} from ${from}${spoken} · ${timeOf(state, message)} · ${statuses.at(-1) ?? 'accepted'}
    </div>
  </li>`;
}

const replyItem = (state: ShopState, reply: PhoneReply) =>
  html`<li class="own">
    <p class="bubble">${reply.text}</p>
    <div class="soft">
      ${LABELS[reply.channel]} · ${timeOf(state, reply)}${reply.heard ? '' : ' · nobody listens at the shop'}
    </div>
  </li>`;

/** Addresses in a text as a phone makes them: to be tapped. */
const withLinks = (text: string) =>
  text
    .split(/(https?:\/\/\S+)/)
    .map((part, index) => (index % 2 ? html`<a href="${part}">${part}</a>` : part));
