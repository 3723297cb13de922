import { z } from 'zod';
import { CHANNELS } from '~/channels/channel';

/** What the Channel step sends. */
export const channelFields = z.object({
  intent: z.enum(['continue', 'autosave']).default('continue'),
  name: z.string().trim().min(1, 'Give the campaign a name.').max(120, 'At most 120 characters.'),
  channel: z.enum(CHANNELS, 'Choose a channel.'),
});
