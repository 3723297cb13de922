import { html } from 'hono/html';

/** Of such a page: nothing is loaded, kept or framed, and nobody learns where it stood. */
export const PAGE_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow',
};

/** A page for a shop's customers: without scripts, and readable on any screen. */
export const plainPage = (title: string, content: ReturnType<typeof html>) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <title>${title}</title>
        <style>
          body {
            font:
              1.125rem/1.5 system-ui,
              sans-serif;
            color: #1a1a1a;
            background: #fff;
            max-width: 32rem;
            margin: 12vh auto;
            padding: 0 1.25rem;
          }
          button {
            font: inherit;
            color: #fff;
            background: #1a1a1a;
            border: 0;
            border-radius: 0.5rem;
            padding: 0.75rem 1.5rem;
            min-height: 44px;
            cursor: pointer;
          }
          button.quiet {
            color: inherit;
            background: none;
            border: 1px solid currentcolor;
          }
          h2 {
            margin-top: 3rem;
            font-size: 1.25rem;
          }
          fieldset {
            margin: 0 0 1rem;
            padding: 0;
            border: 0;
          }
          label {
            display: flex;
            gap: 0.75rem;
            align-items: center;
            min-height: 44px;
          }
          input {
            width: 1.25rem;
            height: 1.25rem;
          }
          input:focus-visible,
          button:focus-visible {
            outline: 3px solid #005bd3;
            outline-offset: 3px;
          }
          @media (prefers-color-scheme: dark) {
            body {
              color: #f2f2f2;
              background: #1a1a1a;
            }
            button:not(.quiet) {
              color: #1a1a1a;
              background: #f2f2f2;
            }
          }
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`;
