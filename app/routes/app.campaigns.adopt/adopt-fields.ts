import { z } from 'zod';
import { CHANNELS } from '~/channels/channel';

const tag = (name: string) =>
  z
    .string()
    .trim()
    .min(1, `Enter the UTM ${name} that the links carry.`)
    .max(255, 'This is longer than any tag that is kept: 255 characters.');

export const tagFields = z.object({
  source: tag('source'),
  medium: tag('medium'),
  campaign: tag('campaign'),
});

/** What is asked of a campaign that another tool sent. */
export const foreignFields = z.object({
  name: z.string().trim().min(1, 'Give the campaign a name.').max(120),
  channel: z.enum(CHANNELS).exclude(['voice'], 'Choose the channel it was sent on.'),
  date: z.string(),
  time: z.string(),
});

/** What stands in the form. */
export interface AdoptValues {
  name: string;
  channel: string;
  date: string;
  time: string;
  source: string;
  medium: string;
  campaign: string;
}
