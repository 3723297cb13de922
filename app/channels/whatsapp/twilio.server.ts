import type { Provider } from '~/channels/channel';
import { reportUrl } from '~/channels/callback-token.server';
import { handOver, openTwilio, type TwilioAccount } from '~/channels/twilio-client.server';

/**
 * WhatsApp through Twilio. A template is named by its Content SID; its buttons' variables count on from those of its body.
 * @param sender a number in E.164
 */
export function openTwilioWhatsApp(account: TwilioAccount, sender: string): Provider<'whatsapp'> {
  const client = openTwilio(account);
  return {
    sender,
    send: (message) =>
      handOver(() =>
        client.messages.create({
          from: `whatsapp:${sender}`,
          to: `whatsapp:${message.to}`,
          ...(message.reference && { statusCallback: reportUrl(message.reference) }),
          ...(message.kind === 'session'
            ? { body: message.text }
            : {
                contentSid: message.name,
                contentVariables: JSON.stringify(
                  numbered([...message.variables, ...message.buttons.filter((suffix) => suffix !== null)]),
                ),
              }),
        }),
      ),
  };
}

const numbered = (values: string[]) =>
  Object.fromEntries(values.map((value, index) => [String(index + 1), value]));
