import { z } from 'zod';
import { type Channel, CHANNELS } from '~/channels/channel';
import { addressHash } from '~/contacts/address-hash.server';
import type { ShopId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import { addressesIn } from '~/messaging/suppression';
import { suppressAddresses, unsuppressAddresses } from '~/messaging/suppression-store.server';
import { fieldErrors } from '~/ui/form-errors';

export interface ListAnswer {
  /** What was done, for the merchant. */
  said?: string;
  /** Of a list that was added: what of it was not understood. */
  notUnderstood?: string;
  errors?: Record<string, string>;
}

const MOST_ADDRESSES = 10_000;

const adding = z.object({
  channel: z.enum(CHANNELS, 'Choose a channel.'),
  addresses: z
    .string()
    .trim()
    .min(1, 'Enter at least one address or number.')
    .max(1_000_000, 'At most a million characters at a time.'),
});

const removing = z.object({
  ids: z
    .string()
    .regex(/^[a-z]+:[\w-]{1,60}(,[a-z]+:[\w-]{1,60}){0,99}$/)
    .transform((ids) => ids.split(',').map((id) => id.split(':'))),
});

/** Adds pasted addresses to a channel's suppression list, or takes chosen ones off theirs. */
export async function changeList(shop: ShopId, form: Record<string, string>, now: Date): Promise<ListAnswer> {
  if (form['intent'] === 'remove') return remove(shop, form);
  const parsed = adding.safeParse(form);
  if (!parsed.success) return { errors: fieldErrors(parsed.error) };
  const { channel } = parsed.data;
  const { addresses, linesWithout } = addressesIn(channel, parsed.data.addresses);
  if (addresses.length === 0) return { errors: { addresses: NOTHING[channel] } };
  if (addresses.length > MOST_ADDRESSES)
    return { errors: { addresses: `At most ${MOST_ADDRESSES.toLocaleString('en')} at a time.` } };
  const hashes = addresses.map((address) => addressHash(shop, channel, address));
  const added = await suppressAddresses(shop, channel, hashes, 'manual', now);
  logger.info({ shop, channel, added }, 'suppressed');
  const known = addresses.length - added;
  return {
    said: `${counted(added)} added${known > 0 ? `, ${counted(known)} stood there already` : ''}`,
    ...(linesWithout.length > 0 && { notUnderstood: withoutAddress(linesWithout) }),
  };
}

async function remove(shop: ShopId, form: Record<string, string>): Promise<ListAnswer> {
  const parsed = removing.safeParse(form);
  if (!parsed.success) return { said: 'This is not something that can be done here.' };
  let removed = 0;
  for (const [channel = '', hash = ''] of parsed.data.ids)
    removed += await unsuppressAddresses(shop, channel, [hash]);
  logger.info({ shop, removed }, 'unsuppressed');
  return { said: `${counted(removed)} removed` };
}

const counted = (count: number) => (count === 1 ? '1 address' : `${count.toLocaleString('en')} addresses`);

const NUMBER = 'No phone number was found. Write each with + and its country code, one on a line.';
const NOTHING: Record<Channel, string> = {
  email: 'No e-mail address was found. Write one on each line.',
  sms: NUMBER,
  whatsapp: NUMBER,
  voice: NUMBER,
};

const SHOWN_LINES = 10;

function withoutAddress(lines: number[]): string {
  const shown = lines.slice(0, SHOWN_LINES).join(', ');
  const more = lines.length > SHOWN_LINES ? ` and ${lines.length - SHOWN_LINES} more` : '';
  return lines.length === 1
    ? `Line ${shown} was left out: it holds no address for this channel.`
    : `Lines ${shown}${more} were left out: they hold no address for this channel.`;
}
