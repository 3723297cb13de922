import { z } from 'zod';
import type { Handover, Messages, Provider } from '~/channels/channel';
import { retryAfterMs } from '~/channels/retry-after';
import { neverConnected } from '~/channels/twilio-failure';
import { handoverOfMeta } from '~/channels/whatsapp/meta-failure';
import { env } from '~/env.server';

export const GRAPH_VERSION = 'v25.0';
const LONGEST_MS = 30_000;

export interface MetaAccount {
  phoneNumberId: string;
  accessToken: string;
}

const accepted = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) });
/** The Graph API's answer to what failed. */
export const metaError = z.object({
  error: z.object({
    code: z.number(),
    message: z.string().default(''),
    error_data: z.object({ details: z.string() }).partial().nullish(),
  }),
});

/** WhatsApp through Meta's Cloud API. @param sender the number that people see, in E.164 */
export function openMetaWhatsApp(
  { phoneNumberId, accessToken }: MetaAccount,
  sender: string,
): Provider<'whatsapp'> {
  const url = `${env.META_GRAPH_URL}/${GRAPH_VERSION}/${encodeURIComponent(phoneNumberId)}/messages`;
  return {
    sender,
    send: async (message) => {
      let response: Response;
      let body: unknown;
      try {
        response = await fetch(url, {
          method: 'POST',
          redirect: 'error',
          signal: AbortSignal.timeout(LONGEST_MS),
          headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
          body: JSON.stringify(bodyOf(message)),
        });
        body = await response.json();
      } catch (error) {
        return lost(error);
      }
      const taken = accepted.safeParse(body);
      if (response.ok && taken.success)
        return { outcome: 'accepted', providerMessageId: taken.data.messages[0]?.id ?? '' };
      const said = metaError.safeParse(body);
      // Neither a yes nor a no: whether the message was taken in, nobody knows.
      if (!said.success) return { outcome: 'unknown', reason: 'interrupted' };
      const { code, message: words, error_data: data } = said.data.error;
      return handoverOfMeta({
        status: response.status,
        code,
        message: data?.details ?? words,
        retryAfterMs: retryAfterMs(response.headers.get('retry-after')),
      });
    },
  };
}

const causeSchema = z.object({ cause: z.object({ code: z.string() }) });

function lost(error: unknown): Handover {
  const code = causeSchema.safeParse(error).data?.cause.code;
  return neverConnected(code)
    ? { outcome: 'later', reason: 'Meta could not be reached', everything: true }
    : { outcome: 'unknown', reason: 'interrupted' };
}

/** The number without its plus, as the API writes them. */
function bodyOf(message: Messages['whatsapp']) {
  const about = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: message.to.replace(/^\+/, ''),
    ...(message.reference && { biz_opaque_callback_data: message.reference }),
  };
  if (message.kind === 'session')
    return { ...about, type: 'text', text: { preview_url: true, body: message.text } };
  const text = (value: string) => ({ type: 'text', text: value });
  const components = [
    ...(message.variables.length > 0 ? [{ type: 'body', parameters: message.variables.map(text) }] : []),
    ...message.buttons.flatMap((suffix, index) =>
      suffix === null
        ? []
        : [{ type: 'button', sub_type: 'url', index: String(index), parameters: [text(suffix)] }],
    ),
  ];
  return {
    ...about,
    type: 'template',
    template: { name: message.name, language: { code: message.language }, components },
  };
}
