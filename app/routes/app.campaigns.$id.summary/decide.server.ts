import { z } from 'zod';
import { problemsOf, tokenValuesOf } from '~/campaigns/campaign';
import { connectedChannels } from '~/channels/provider-of.server';
import { saveTracking } from '~/campaigns/campaign-store.server';
import { knownTags } from '~/campaigns/known-tags.server';
import { variantTestOf } from '~/campaigns/variants';
import { scheduleCampaign, type SendChoice } from '~/campaigns/schedule-campaign.server';
import { fieldErrors } from '~/ui/form-errors';
import type { OpenedCampaign } from '~/ui/open-draft.server';
import { errorOf, sendTimeOf } from '~/ui/send-time';
import { shopHostsOf } from '~/ui/shop-hosts';
import { refusalsOf, type SummaryAnswer, trackingFindings } from './summary-fields';

/** What the Summary step sends. */
const summaryFields = z.object({
  intent: z.enum(['go', 'autosave']).default('go'),
  trackSales: z.enum(['on', '']).default(''),
  source: z.string().trim().max(200, 'At most 200 characters.').default(''),
  medium: z.string().trim().max(200, 'At most 200 characters.').default(''),
  campaign: z.string().trim().max(200, 'At most 200 characters.').default(''),
  discountCode: z.string().trim().max(255, 'At most 255 characters.').default(''),
  mode: z.enum(['draft', 'now', 'later']).default('draft'),
  date: z.string().default(''),
  time: z.string().default(''),
});

/**
 * What the Summary step's form asks for: whatever it holds is saved; then the draft stays one, or is sent now or later.
 * @returns the path to go to, or why to stay
 */
export async function decide(
  draft: OpenedCampaign,
  form: Record<string, string>,
  now: Date,
): Promise<{ path: string } | SummaryAnswer> {
  const parsed = summaryFields.safeParse(form);
  if (!parsed.success) return { saved: false, errors: fieldErrors(parsed.error), problems: [] };
  const { intent, mode, date, time, trackSales, source, medium, campaign, discountCode } = parsed.data;
  const tracking = { trackSales: trackSales === 'on', source, medium, campaign, discountCode };
  const { shop, id } = draft;
  const saved = await saveTracking(shop.id, id, tracking, now);
  const stay = (some: Partial<SummaryAnswer>): SummaryAnswer => ({
    saved: saved.ok,
    errors: {},
    problems: [],
    ...some,
  });
  if (intent === 'autosave') return stay({});
  if (mode === 'draft') return { path: '/app/campaigns?tab=draft' };

  const choice = choiceOf(mode, date, time, shop.timeZone, now);
  const sendAt = 'at' in choice ? choice.at : now;
  const tokens = tokenValuesOf(draft.campaign, sendAt, shop.timeZone);
  const findings = trackingFindings(tracking, {
    name: draft.campaign.name,
    channel: draft.campaign.channel,
    contents: draft.messages,
    known: await knownTags(shop.id, { campaignId: id }),
    shopHosts: shopHostsOf(shop),
    shopUrl: shop.storefrontUrl,
    tokens,
  });
  const errors = refusalsOf(findings);
  if ('errors' in choice) Object.assign(errors, choice.errors);
  const tags = { utmSource: source, utmMedium: medium, utmCampaign: campaign, discountCode };
  const messages = draft.messages.map((one) => ({ ...one, ...tags, trackSales: tracking.trackSales }));
  const tested = { ...draft.campaign, test: variantTestOf(draft.campaign) };
  const problems = problemsOf(tested, messages, tokens, await connectedChannels(shop.id));
  for (const { field, message } of problems) if (field) errors[field] ??= message;
  const elsewhere = problems.filter(({ step }) => step !== 'summary');
  if ('errors' in choice || Object.keys(errors).length > 0 || elsewhere.length > 0)
    return stay({ errors, problems: elsewhere });

  const scheduled = await scheduleCampaign(shop.id, id, choice, now);
  if (scheduled.ok || scheduled.reason === 'not_editable') return { path: `/app/campaigns/${id}` };
  if (scheduled.reason === 'time_in_the_past') return stay({ errors: errorOf('in_the_past') });
  throw new Error(`refused although nothing was wrong: ${scheduled.reason}`);
}

function choiceOf(
  mode: 'now' | 'later',
  date: string,
  time: string,
  zone: string,
  now: Date,
): SendChoice | { errors: Record<string, string> } {
  if (mode === 'now') return { mode };
  const at = sendTimeOf(date, time, zone);
  if (!at.ok) return { errors: errorOf(at.reason) };
  return at.value <= now ? { errors: errorOf('in_the_past') } : { mode, at: at.value };
}
