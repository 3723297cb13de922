import { html, raw } from 'hono/html';
import type { ShopState } from './shop-state.ts';

/** When something arrived, in the shop's time. */
export function timeOf(state: ShopState, { receivedAt }: { receivedAt: Date }) {
  const shown = receivedAt.toLocaleString('en-GB', {
    timeZone: state.shop.timeZone,
    dateStyle: 'medium',
    timeStyle: 'medium',
  });
  return html`<time datetime="${receivedAt.toISOString()}">${shown}</time>`;
}

/** A page of the inbox. */
export function page(title: string, body: ReturnType<typeof html>) {
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
h2 { font-size: 1.1rem; margin: 2rem 0 .75rem; }
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
iframe { width: 100%; height: 65vh; border: 1px solid #dde1e3; border-radius: 10px; background: #fff; }
details { margin-top: 1rem; }
summary { cursor: pointer; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #fff; border: 1px solid #dde1e3; border-radius: 10px; padding: 1rem; }
form { margin: 0 0 1rem; }
form.reply { display: flex; gap: .5rem; flex-wrap: wrap; margin: 1rem 0 0; }
form.reply input { flex: 1 1 12rem; min-width: 0; font: inherit; padding: .5rem .9rem; border: 1px solid #8b999f; border-radius: 999px; }
.phone { max-width: 430px; margin: 0 auto; }
.chat { background: #e9eef0; border-color: #d3dbde; padding: 1rem; display: flex; flex-direction: column; gap: .9rem; }
.chat li { display: block; border: 0; padding: 0; max-width: 88%; align-self: flex-start; }
.chat li.own { align-self: flex-end; text-align: right; }
.bubble { display: inline-block; text-align: left; margin: 0 0 .15rem; padding: .55rem .85rem; border-radius: 14px 14px 14px 4px; background: #fff; white-space: pre-wrap; overflow-wrap: anywhere; }
.whatsapp .bubble { background: #e0f5d9; }
.own .bubble { background: #1f5b78; color: #fff; border-radius: 14px 14px 4px 14px; }
.voice .bubble { background: #fdf3dd; font-style: italic; }
.chat li .bubble a { font-weight: 400; text-decoration: underline; }
.chat li a.tap { display: block; margin: .25rem 0; padding: .45rem .85rem; border: 1px solid #1f5b78; border-radius: 10px; background: #fff; text-align: center; }
button { font: inherit; padding: .4rem .9rem; border: 1px solid #b9c4c9; border-radius: 8px; background: #fff; cursor: pointer; }
`;
