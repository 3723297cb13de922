import type { Provider } from '~/channels/channel';
import { reportUrl } from '~/channels/callback-token.server';
import { handOver, openTwilio, senderOf, type TwilioAccount } from '~/channels/twilio-client.server';

/** @param sender a number in E.164, or the SID of a messaging service */
export function openTwilioSms(account: TwilioAccount, sender: string): Provider<'sms'> {
  const client = openTwilio(account);
  return {
    sender,
    send: ({ to, text, reference }) =>
      handOver(() =>
        client.messages.create({
          ...senderOf(sender),
          to,
          body: text,
          ...(reference && { statusCallback: reportUrl(reference) }),
        }),
      ),
  };
}
