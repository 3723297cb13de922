import { scheduleCampaign } from '~/campaigns/schedule-campaign.server';
import { ago, after, campaignScenario, type Scenario, type Stage } from '~/commands/seed/scenario';
import { letter, writeDraft } from '~/commands/seed/sending';
import { fitted, templateText } from '~/messaging/whatsapp-template';

const DAY_MINUTES = 24 * 60;

/** Campaigns that are not under way: with every problem that keeps one from being sent, and ready. */
export const drafts: Scenario[] = [
  campaignScenario('', 'a draft without anything, its name included', async (stage) => {
    await writeDraft(stage, { name: '', audience: null, tags: null }, ago(stage, { days: 1 }));
  }),
  campaignScenario(
    'Text with faults',
    'an SMS with a merge tag that nothing fills in, tags that say too much or nothing, and no link',
    async (stage) => {
      const draft = {
        name: 'Text with faults',
        channel: 'sms' as const,
        text: 'Hello {{ nickname }}, the kettle is on.',
        tags: { source: '', medium: 'sms', campaign: 'for_ada@example.com', discountCode: 'TEA 10' },
      };
      await writeDraft(stage, draft, ago(stage, { days: 1 }));
    },
  ),
  campaignScenario('Call with tracking', 'a call, which has no links to track', async (stage) => {
    const draft = {
      name: 'Call with tracking',
      channel: 'voice' as const,
      text: 'Hello {{ first_name }}, your tea is ready.',
      voice: 'en-GB',
      tags: { source: 'phone', medium: 'voice', campaign: 'tea_call' },
    };
    await writeDraft(stage, draft, ago(stage, { days: 2 }));
  }),
  campaignScenario(
    'Template for harvest',
    'a WhatsApp template with a variable and a button',
    async (stage) => {
      await writeDraft(stage, harvestTemplate(stage, 'Template for harvest'), ago(stage, { days: 3 }));
    },
  ),
  campaignScenario('First frost', 'scheduled for next week', async (stage) => {
    const at = ago(stage, { hours: 5 });
    const draft = {
      name: 'First frost',
      subject: 'Something warm for the first frost',
      html: letter(stage.shop, 'it is getting cold.'),
      tags: { source: 'newsletter', medium: 'email', campaign: 'first_frost' },
    };
    const id = await writeDraft(stage, draft, at);
    const choice = { mode: 'later' as const, at: after(stage.now, 7 * DAY_MINUTES) };
    const scheduled = await scheduleCampaign(stage.shop.id, id, choice, at);
    if (!scheduled.ok) throw new Error(scheduled.reason);
  }),
];

/** A WhatsApp campaign with everything that it needs. */
export function harvestTemplate({ shop }: Stage, name: string) {
  const template = fitted({
    name: 'new_harvest',
    language: 'en',
    body: 'Hello {{1}}, the new harvest is here.',
    footer: 'Reply STOP to opt out',
    buttons: [{ text: 'Taste it', url: `${shop.storefrontUrl}/{{1}}` }],
  });
  const filled = {
    ...template,
    variables: ['{{ first_name | default: "friend" }}'],
    suffixes: ['collections/all'],
  };
  return {
    name,
    channel: 'whatsapp' as const,
    text: templateText(filled),
    template: JSON.stringify(filled),
    tags: { source: 'whatsapp', medium: 'whatsapp', campaign: 'new_harvest' },
  };
}
