import { z } from 'zod';
import { AUTOMATION_TABS } from '~/automations/automation';
import { CAMPAIGN_TABS } from '~/campaigns/campaign';
import { CHANNELS } from '~/channels/channel';
import { LINK_TABS } from '~/links/tracking-link';

/** What the addresses of the lists ask for; where they say nothing that could be meant, all. */

const page = z.coerce.number().int().min(1).max(100_000).catch(1);

export const campaignsQuery = z.object({
  tab: z.enum(CAMPAIGN_TABS).catch('all'),
  search: z.string().max(200).catch(''),
  page,
});

export const automationsQuery = z.object({
  tab: z.enum(AUTOMATION_TABS).catch('all'),
  search: z.string().max(200).catch(''),
  page,
});

export const linksQuery = z.object({
  tab: z.enum(LINK_TABS).catch('all'),
  search: z.string().max(2_000).catch(''),
  group: z.string().max(60).catch(''),
  page,
});

export const SUPPRESSION_TABS = ['all', ...CHANNELS] as const;

export const suppressionQuery = z.object({
  tab: z.enum(SUPPRESSION_TABS).catch('all'),
  search: z.string().max(400).catch(''),
  page,
});

/** Shopify shows an app the orders of sixty days. */
export const RECONCILED_DAYS = ['1', '7', '30', '60'] as const;
export const reconciledDays = z.enum(RECONCILED_DAYS).catch('7');
