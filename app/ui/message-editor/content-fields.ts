import { z } from 'zod';

/** A draft may be saved with any of it empty. */
export const contentFields = z.object({
  intent: z.enum(['continue', 'autosave', 'add_variant', 'remove_variant']).default('continue'),
  subject: z.string().max(250, 'At most 250 characters.').default(''),
  preheader: z.string().max(250, 'At most 250 characters.').default(''),
  html: z.string().max(1_000_000, 'At most a million characters.').default(''),
  design: z.string().max(2_000_000, 'The design is too large.').default(''),
  template: z.string().max(20_000, 'The template is too large.').default(''),
  voice: z.string().max(20).default(''),
  text: z.string().max(100_000, 'At most 100,000 characters.').default(''),
});
