import type { Bounce } from '~/channels/channel';
import { isOneAddress } from '~/channels/email/mail';
import { normalisedAddress, phoneNumberOf } from '~/contacts/contact';

export const SUPPRESSION_REASONS = [
  'hard_bounce',
  'soft_bounces',
  'complaint',
  'invalid_number',
  'manual',
] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

export const suppressionReasonInWords: Record<SuppressionReason, string> = {
  hard_bounce: 'The address takes no mail',
  soft_bounces: 'Came back three times in a row',
  complaint: 'Reported as spam',
  invalid_number: 'The number cannot be reached',
  manual: 'Added by you',
};

/** So many messages in a row that did not arrive suppress an address that was never refused for good. */
export const SOFT_BOUNCES = 3;

/** Why an address is suppressed after a message to it came back. @param inRow how many did by now, this one included */
export function suppressionAfter(
  channel: string,
  bounce: Bounce,
  inRow: number,
): SuppressionReason | undefined {
  if (bounce === 'hard') return channel === 'email' ? 'hard_bounce' : 'invalid_number';
  return inRow >= SOFT_BOUNCES ? 'soft_bounces' : undefined;
}

/** An address as it is matched, or a number in E.164; undefined where the text is none for the channel. */
export function suppressible(channel: string, text: string): string | undefined {
  const typed = text.trim().replace(/^["'<](.*)["'>]$/, '$1');
  if (channel !== 'email') return phoneNumberOf(typed);
  return isOneAddress(typed) ? normalisedAddress(typed) : undefined;
}

/**
 * The addresses of a pasted list or CSV file, each once: in each line, every cell that is one.
 * @returns with the lines that hold none, as they are numbered in the text
 */
export function addressesIn(channel: string, text: string): { addresses: string[]; linesWithout: number[] } {
  const addresses = new Set<string>();
  const linesWithout: number[] = [];
  text.split(/\r\n?|\n/).forEach((line, index) => {
    if (!line.trim()) return;
    const found = line.split(/[,;\t]/).flatMap((cell) => suppressible(channel, cell) ?? []);
    if (found.length === 0) linesWithout.push(index + 1);
    for (const address of found) addresses.add(address);
  });
  return { addresses: [...addresses], linesWithout };
}
