import { type Channel, channelLabel, type Handover } from '~/channels/channel';
import { type ProviderName, providerLabel } from '~/channels/credentials';

/** Who sends: a provider of the shop's own, or the app's mail server. */
export type SenderName = ProviderName | 'app';

const nameOf = (sender: SenderName): string =>
  sender === 'app' ? 'The app’s mail server' : sender === 'smtp' ? 'Your mail server' : providerLabel[sender];

/** What a merchant does about an account or sender that a provider refuses. */
const MEND: Record<SenderName, string> = {
  app: 'Tell whoever runs the app.',
  smtp: 'Check user and password, and whether the server lets them send from this sender address.',
  twilio:
    'Check account SID, auth token and sender number in the Twilio Console, and whether the account is active.',
  meta: 'Check access token, phone number ID and payment method in Meta’s Business Manager. A temporary token ends after 24 hours: use one of a system user.',
};

/** Why a provider takes nothing from an account, and what to do. @param reason in the provider's words */
export const accountTrouble = (sender: SenderName, reason: string): string =>
  `${nameOf(sender)} refuses the login or the sender: ${quoted(reason)} ${MEND[sender]}`;

/** What became of a test, in plain words. */
export interface TestResult {
  tone: 'success' | 'warning' | 'critical';
  text: string;
}

/** What a client says where no server answered, or none that speaks what was expected. */
const NOT_REACHED =
  /ECONN|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ESOCKET|getaddrinfo|timeout|greeting|certificate|wrong version number|could not be reached/i;

export function testResultOf(
  channel: Channel,
  sender: SenderName,
  to: string,
  handover: Handover,
): TestResult {
  const name = nameOf(sender);
  switch (handover.outcome) {
    case 'accepted':
      return { tone: 'success', text: `${name} took it. ${ARRIVES[channel](to)}` };
    case 'refused':
      return {
        tone: 'critical',
        text: `${name} refused it: ${quoted(handover.reason)} ${REFUSED[channel]}`,
      };
    case 'unknown':
      return {
        tone: 'warning',
        text: `The connection ended before ${inSentence(name)} had answered. The test may arrive or not; wait a few minutes before the next one.`,
      };
    case 'denied':
      return { tone: 'critical', text: accountTrouble(sender, handover.reason) };
    case 'later':
      if (NOT_REACHED.test(handover.reason))
        return {
          tone: 'critical',
          text: `${name} cannot be reached: ${quoted(handover.reason)} ${sender === 'smtp' ? 'Check server, port and security.' : 'Try again in a few minutes.'}`,
        };
      return {
        tone: 'warning',
        text: `${name} does not take it now: ${quoted(handover.reason)} Try again in a few minutes.`,
      };
  }
}

const inSentence = (name: string) => name.replace(/^(The|Your) /, (word) => word.toLowerCase());
const quoted = (reason: string) => `“${reason.replace(/\.$/, '')}”.`;

const arrives = (channel: Channel) => (to: string) =>
  `Look whether the ${channelLabel[channel]} arrives at ${to}.`;
const ARRIVES: Record<Channel, (to: string) => string> = {
  email: (to) => `Look whether the e-mail arrives at ${to}, and not among spam.`,
  sms: arrives('sms'),
  whatsapp: (to) => `Look whether the WhatsApp message arrives at ${to}.`,
  voice: (to) => `${to} should ring within a minute.`,
};

const REFUSED: Record<Channel, string> = {
  email: 'Check the address, and the sender.',
  sms: 'Check the number, and whether the account may send to its country.',
  whatsapp:
    'WhatsApp delivers a test only to a phone that wrote to your number within the last 24 hours: write to it, then send the test again.',
  voice: 'Check the number, and whether the account may call its country.',
};
