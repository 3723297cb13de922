import { html } from 'hono/html';
import type { Mail } from '~/channels/email/mail';
import type { DigestSentence, DigestView } from '~/reports/digest/interpret';

interface Frame extends Pick<Mail, 'from' | 'to' | 'messageId' | 'returnPath'> {
  /** Where a path of the app is in the admin. */
  addressOf: (path: string) => string;
  stopUrl: string;
}

const LINK = 'color:#005bd3';

/** The digest as one e-mail, with a link behind each sentence. */
export async function composeDigest(
  { subject, sentences, problems, basis }: DigestView,
  { addressOf, stopUrl, ...mail }: Frame,
): Promise<Mail> {
  const line = ({ text, path }: DigestSentence) =>
    html`<li>${text} <a href="${addressOf(path)}" style="${LINK}">See the orders</a></li>`;
  const body = html`<!doctype html>
    <html lang="en">
      <body style="font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;max-width:36rem">
        <h1 style="font-size:20px">${subject}</h1>
        <ul>
          ${sentences.map(line)}
        </ul>
        ${
          problems.length === 0
            ? ''
            : html`<h2 style="font-size:16px">To look at</h2>
                <ul>
                  ${problems.map(line)}
                </ul>`
        }
        <p style="font-size:13px;color:#616161">${basis}</p>
        <p style="font-size:13px;color:#616161"><a href="${stopUrl}" style="${LINK}">Stop this e-mail</a></p>
      </body>
    </html>`;
  const inText = ({ text, path }: DigestSentence) => `- ${text}\n  ${addressOf(path)}`;
  return {
    ...mail,
    subject,
    html: String(await body),
    text: [
      ...sentences.map(inText),
      ...(problems.length > 0 ? ['', 'To look at:', ...problems.map(inText)] : []),
      ...['', basis, '', `Stop this e-mail: ${stopUrl}`],
    ].join('\n'),
    headers: { 'List-Unsubscribe': `<${stopUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  };
}
