import { chooseWinner } from '~/campaigns/choose-winner.server';
import { BROWSER, click } from '~/commands/seed/buying';
import { people } from '~/commands/seed/people';
import { ago, after, campaignScenario, type Scenario, type Stage } from '~/commands/seed/scenario';
import { begin, type Draft, handOut, letter, writeDraft } from '~/commands/seed/sending';
import { db, type MessageVersion } from '~/db.server';
import { variantFigures } from '~/reports/campaign/variant-figures.server';

/** An e-mail with two subjects, tried on half of its audience. */
const twoSubjects = ({ shop }: Stage, name: string, campaign: string | null, hours: number): Draft => ({
  name,
  subject: `${name}, {{ first_name | default: "friend" }}`,
  html: letter(shop, `this is ${name}.`),
  variants: [{ subject: `{{ first_name | default: "Friend" }}, have you seen ${name}?` }],
  test: { percent: 50, metric: 'clicks', hours },
  tags: campaign === null ? null : { source: 'newsletter', medium: 'email', campaign },
});

/** Sends the test: everybody gets it, and so many of each variant click. */
async function runTest(stage: Stage, draft: Draft, at: Date, clickers: readonly number[]): Promise<bigint> {
  const { id } = await begin(stage, draft, people(24), at);
  const versions = await versionsOf(stage, id);
  for (const [index, version] of versions.entries()) {
    await handOut(stage, version, {}, after(at, 1));
    const reached = await db.delivery.findMany({
      where: { shopId: stage.shop.id, versionId: version.id, state: 'sent' },
      orderBy: { id: 'asc' },
      take: clickers[index] ?? 0,
    });
    for (const [nth, { id: deliveryId }] of reached.entries()) {
      const of = { shop: stage.shop.id, deliveryId, versionId: version.id, position: 0 };
      await click(of, after(at, 30 + nth), BROWSER);
    }
  }
  return id;
}

const versionsOf = ({ shop }: Stage, campaignId: bigint): Promise<MessageVersion[]> =>
  db.messageVersion.findMany({
    where: { shopId: shop.id, message: { campaignId } },
    orderBy: { message: { variant: 'asc' } },
  });

/** Campaigns in variants. */
export const variants: Scenario[] = [
  campaignScenario(
    'Which tea next?',
    'two variants being tested: half of the audience waits for the winner',
    async (stage) => {
      const draft = twoSubjects(stage, 'Which tea next?', 'which_tea', 168);
      await runTest(stage, draft, ago(stage, { hours: 3 }), [1, 2]);
    },
  ),
  campaignScenario(
    'The tea of the year',
    'two variants, tested: the rest was sent the one that led',
    async (stage) => {
      const at = ago(stage, { days: 6 });
      const draft = twoSubjects(stage, 'The tea of the year', 'tea_of_year', 4);
      const id = await runTest(stage, draft, at, [1, 3]);
      const figures = await variantFigures(stage.shop, id);
      const chosen = await chooseWinner(stage.shop.id, id, undefined, figures, after(at, 250));
      if (!chosen.ok) throw new Error(chosen.reason);
      for (const version of await versionsOf(stage, id)) await handOut(stage, version, {}, after(at, 251));
    },
  ),
  campaignScenario(
    'Test without tracking',
    'a draft whose variants are to be decided by clicks, which are not counted',
    async (stage) => {
      const draft = twoSubjects(stage, 'Test without tracking', null, 24);
      await writeDraft(stage, draft, ago(stage, { days: 1 }));
    },
  ),
];
