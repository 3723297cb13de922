import { adoptCampaign } from '~/campaigns/adopt-campaign.server';
import { archiveCampaign } from '~/campaigns/archive-campaign.server';
import { markScheduled } from '~/campaigns/campaign-status-store.server';
import { cancelCampaign } from '~/campaigns/cancel-campaign.server';
import { expandCampaign } from '~/campaigns/expand-campaign.server';
import { pauseCampaign } from '~/campaigns/pause-campaign.server';
import { buy } from '~/commands/seed/buying';
import { people, person } from '~/commands/seed/people';
import { ago, after, campaignScenario, type Scenario, type Stage } from '~/commands/seed/scenario';
import {
  begin,
  BUSY,
  type Draft,
  type Fate,
  handOut,
  letter,
  refusedWith,
  writeDraft,
} from '~/commands/seed/sending';
import { db } from '~/db.server';
import { type Outcome, refused } from '~/lib/outcome';
import { loadFrequencyCap, saveFrequencyCap } from '~/messaging/frequency-cap-store.server';

const UNREACHABLE = refusedWith('550 5.1.1 No such user');

/** A complete e-mail; its tags name the campaign. */
const email = ({ shop }: Stage, name: string, campaign: string | null): Draft => ({
  name,
  subject: `${name}, {{ first_name | default: "friend" }}`,
  html: letter(shop, `this is ${name}.`),
  tags: campaign === null ? null : { source: 'newsletter', medium: 'email', campaign },
});

/** Sends an e-mail to the first so many, with the fates told. @returns the campaign's id */
async function send(
  stage: Stage,
  draft: Draft,
  count: number,
  fates: Partial<Record<string, Fate>>,
  at: Date,
): Promise<bigint> {
  const { id, version } = await begin(stage, draft, people(count), at);
  await handOut(stage, version, fates, after(at, 1));
  return id;
}

/** @throws Error where a use case refuses what a scenario rests on */
async function must(outcome: Promise<Outcome<unknown, string>>): Promise<void> {
  const came = await outcome;
  if (!came.ok) throw new Error(came.reason);
}

const waiting = { Gia: BUSY, Hugo: BUSY, Ida: BUSY, Jon: BUSY };

/** Campaigns under way, and those that came to a halt. */
const underWay: Scenario[] = [
  campaignScenario(
    'Advent calendar',
    'half-way: some sent, one refused, one in hand, the rest waits',
    async (stage) => {
      const fates = { ...waiting, Eva: UNREACHABLE, Finn: 'in_hand' as const };
      await send(stage, email(stage, 'Advent calendar', 'advent'), 10, fates, ago(stage, { minutes: 20 }));
    },
  ),
  campaignScenario('Mulled tea', 'paused by the merchant', async (stage) => {
    const at = ago(stage, { hours: 2 });
    const id = await send(stage, email(stage, 'Mulled tea', 'mulled_tea'), 10, waiting, at);
    await must(pauseCampaign(stage.shop.id, id, after(at, 2)));
  }),
  campaignScenario('Addresses from the fair', 'paused by itself: too many failed', async (stage) => {
    const fates = { Ada: UNREACHABLE, Ben: UNREACHABLE, Cleo: UNREACHABLE, Will: BUSY };
    const draft = email(stage, 'Addresses from the fair', 'fair_addresses');
    await send(stage, draft, 24, fates, ago(stage, { hours: 3 }));
  }),
  campaignScenario('After the password change', 'paused by itself: the login is refused', async (stage) => {
    const denied: Fate = { outcome: 'denied', reason: '535 5.7.8 Authentication failed' };
    const draft = email(stage, 'After the password change', 'password_change');
    await send(stage, draft, 3, { Ben: denied, Cleo: denied }, ago(stage, { hours: 4 }));
  }),
  campaignScenario(
    'Tea is ready',
    'a call whose provider was disconnected: paused by itself',
    async (stage) => {
      const draft = {
        name: 'Tea is ready',
        channel: 'voice' as const,
        text: 'Hello {{ first_name }}, your tea is ready. We look forward to seeing you.',
        voice: 'en-GB',
        tags: null,
      };
      const gone = { Cleo: 'not_connected' as const, Dan: 'not_connected' as const };
      await send(stage, draft, 4, gone, ago(stage, { hours: 5 }));
    },
  ),
];

/** Nobody was written to: it is a draft again, and says why. */
const neverBegun = (name: string, shows: string, why: 'segment_gone' | 'app_uninstalled'): Scenario =>
  campaignScenario(name, shows, async (stage) => {
    const { shop } = stage;
    const at = ago(stage, { days: 3 });
    const id = await writeDraft(stage, email(stage, name, why), at);
    await db.$transaction((tx) => markScheduled(shop.id, id, null, at, tx));
    const uninstalledAt = why === 'app_uninstalled' ? at : shop.uninstalledAt;
    const gone = () => Promise.resolve(refused('segment_gone' as const));
    await expandCampaign({ ...shop, uninstalledAt }, id, {}, gone, at);
  });

/** Campaigns that some of the audience got nothing of. */
const spared: Scenario[] = [
  campaignScenario('Does tea mail sell tea?', 'sent, with half of the audience held out', async (stage) => {
    const draft = { ...email(stage, 'Does tea mail sell tea?', 'holdout'), holdoutPercent: 50 };
    await send(stage, draft, 24, {}, ago(stage, { days: 8 }));
  }),
  campaignScenario(
    'One letter too many',
    'sent while the shop kept to one message a week: skipped for whoever had one',
    async (stage) => {
      const { shop } = stage;
      const own = await loadFrequencyCap(shop.id);
      const at = ago(stage, { days: 7 });
      await send(stage, email(stage, 'The weekly letter', 'weekly_letter'), 6, {}, at);
      await saveFrequencyCap(shop.id, { messages: 1, days: 7, scope: 'channel' });
      await send(stage, email(stage, 'One letter too many', 'too_many'), 24, {}, after(at, 60));
      await saveFrequencyCap(shop.id, own);
    },
  ),
];

/** Campaigns that are over. */
const over: Scenario[] = [
  neverBegun('Closed group', 'a draft again: its segment was deleted in Shopify', 'segment_gone'),
  neverBegun('Left behind', 'a draft again: the app was uninstalled before it began', 'app_uninstalled'),
  campaignScenario('Flash sale', 'stopped early', async (stage) => {
    const at = ago(stage, { days: 2 });
    const id = await send(stage, email(stage, 'Flash sale', 'flash_sale'), 10, waiting, at);
    await must(cancelCampaign(stage.shop.id, id, after(at, 5)));
  }),
  campaignScenario('New opening hours', 'sent without tracking', async (stage) => {
    const draft = email(stage, 'New opening hours', null);
    await send(stage, draft, 8, { Dan: UNREACHABLE }, ago(stage, { days: 12 }));
  }),
  campaignScenario('Farewell to summer', 'sent and archived', async (stage) => {
    const at = ago(stage, { days: 45 });
    const draft = email(stage, 'Farewell to summer', 'farewell_summer');
    const id = await send(stage, draft, 8, { Hugo: 'app_uninstalled' }, at);
    await must(archiveCampaign(stage.shop.id, id, true, ago(stage, { days: 30 })));
  }),
  campaignScenario(
    'Letter with own tags',
    'adopted: tracking turned on after it was sent, with a sale',
    async (stage) => {
      const at = ago(stage, { days: 5 });
      const tags = { source: 'letter', medium: 'email', campaign: 'own_tags' };
      const campaignId = await send(stage, email(stage, 'Letter with own tags', null), 8, {}, at);
      await must(adoptCampaign(stage.shop.id, { campaignId }, tags, ago(stage, { days: 1 })));
      const arrived = after(at, 200);
      const customerId = person('Ada').shopifyId;
      const landings = [{ at: arrived, ...tags, path: '/products/teapot' }];
      await buy(stage, { nth: 41, at: after(arrived, 15), landings, facts: { customerId } });
    },
  ),
  campaignScenario('Tea magazine', 'adopted: sent by another tool, with a sale', async (stage) => {
    const tags = { source: 'magazine', medium: 'email', campaign: 'issue_11' };
    const sentAt = ago(stage, { days: 9 });
    const magazine = { name: 'Tea magazine', channel: 'email' as const, sentAt };
    await must(adoptCampaign(stage.shop.id, magazine, tags, ago(stage, { days: 1 })));
    const visit = { at: after(sentAt, 300).toISOString(), landingPage: '/', referrer: null, utm: tags };
    await buy(stage, { nth: 42, at: after(sentAt, 320), journey: [visit] });
  }),
];

export const campaigns: Scenario[] = [...underWay, ...spared, ...over];
