import twilio from 'twilio';
import type { Provider } from '~/channels/channel';
import { reportUrl } from '~/channels/callback-token.server';
import { handOver, openTwilio, type TwilioAccount } from '~/channels/twilio-client.server';

type SayLanguage = NonNullable<
  Parameters<InstanceType<typeof twilio.twiml.VoiceResponse>['say']>[0]
>['language'];

/** Calls that read a text out. @param sender the caller's number in E.164 */
export function openTwilioVoice(account: TwilioAccount, sender: string): Provider<'voice'> {
  const client = openTwilio(account);
  return {
    sender,
    send: ({ to, text, language, reference }) => {
      const spoken = new twilio.twiml.VoiceResponse();
      spoken.say({ language: language as SayLanguage }, text);
      return handOver(() =>
        client.calls.create({
          from: sender,
          to,
          twiml: spoken.toString(),
          ...(reference && { statusCallback: reportUrl(reference), statusCallbackEvent: ['completed'] }),
        }),
      );
    },
  };
}
