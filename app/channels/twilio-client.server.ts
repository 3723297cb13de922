import twilio from 'twilio';
import { z } from 'zod';
import type { Handover } from '~/channels/channel';
import { retryAfterMs } from '~/channels/retry-after';
import { handoverOfTwilio, type TwilioFailure } from '~/channels/twilio-failure';
import { env } from '~/env.server';

/** However slowly Twilio answers, a request is given up after this long. */
const LONGEST_MS = 30_000;

export interface TwilioAccount {
  accountSid: string;
  authToken: string;
}

class Throttled extends Error {
  readonly status = 429;
  constructor(readonly retryAfterMs: number | undefined) {
    super('Too many requests');
  }
}

const headersSchema = z.object({ 'retry-after': z.string().optional() });

type Request = Parameters<InstanceType<typeof twilio.RequestClient>['request']>[0];

/** Twilio's own HTTP client, but for where it connects to, and that it says how long a refusal for now holds. */
class Transport extends twilio.RequestClient {
  override async request(options: Request) {
    const { pathname, search } = new URL(options.uri);
    const uri = env.TWILIO_API_URL ? env.TWILIO_API_URL + pathname + search : options.uri;
    const response = await super.request<unknown>({ ...options, uri });
    if (response.statusCode === 429)
      throw new Throttled(retryAfterMs(headersSchema.safeParse(response.headers).data?.['retry-after']));
    return response as never;
  }
}

/** One pool of connections for all accounts. */
const transport = new Transport({ timeout: LONGEST_MS, maxSockets: 32 });

export const openTwilio = ({ accountSid, authToken }: TwilioAccount) =>
  twilio(accountSid, authToken, { httpClient: transport });

/** The same for what a page waits for. */
export const openTwilioToRead = ({ accountSid, authToken }: TwilioAccount, longestMs: number) =>
  twilio(accountSid, authToken, { httpClient: new Transport({ timeout: longestMs }) });

/** Runs one request that hands a message over. Never throws. */
export async function handOver(create: () => Promise<{ sid: string }>): Promise<Handover> {
  try {
    const { sid } = await create();
    return { outcome: 'accepted', providerMessageId: sid };
  } catch (error) {
    return handoverOfTwilio(error as TwilioFailure);
  }
}

/** Who an SMS comes from: a number, or a messaging service that chooses one. */
export const senderOf = (sender: string) =>
  sender.startsWith('MG') ? { messagingServiceSid: sender } : { from: sender };
