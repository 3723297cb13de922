import { mailToken } from '~/channels/callback-token.server';
import { type Name, people, person } from '~/commands/seed/people';
import { ago, after, campaignScenario, type Scenario, type Stage } from '~/commands/seed/scenario';
import { begin, deliveryTo, type Draft, type Fate, handOut, letter } from '~/commands/seed/sending';
import { addressHash } from '~/contacts/address-hash.server';
import { db, type MessageVersion } from '~/db.server';
import { takeReturnedMail } from '~/messaging/take-returned-mail.server';

const email = ({ shop }: Stage, name: string, campaign: string): Draft => ({
  name,
  subject: `${name}, {{ first_name | default: "friend" }}`,
  html: letter(shop, `this is ${name}.`),
  tags: { source: 'newsletter', medium: 'email', campaign },
});

/** Tells of one person's copy what its receiver sent back. */
async function returned(
  { shop }: Stage,
  version: MessageVersion,
  name: Name,
  what: 'hard' | 'soft' | 'complaint',
  at: Date,
): Promise<void> {
  const to = person(name);
  const { id } = await deliveryTo({ shop, now: at }, version, to);
  const token = mailToken(shop.id, id, addressHash(shop.id, 'email', to.email ?? ''));
  const taken = await db.$transaction((tx) =>
    takeReturnedMail(
      shop.id,
      what === 'complaint' ? { kind: 'complaint', token } : { kind: 'bounce', token, bounce: what },
      at,
      tx,
    ),
  );
  if (!taken.ok) throw new Error(taken.reason);
}

const UNREADABLE: Fate = { outcome: 'denied', reason: 'credentials_unreadable' };

/** What comes back, and what follows. Whoever is suppressed here is reached by no scenario after. */
export const returning: Scenario[] = [
  campaignScenario('After the new key', 'paused by itself: the credentials cannot be read', async (stage) => {
    const at = ago(stage, { hours: 6 });
    const { version } = await begin(stage, email(stage, 'After the new key', 'new_key'), people(3), at);
    await handOut(stage, version, { Ben: UNREADABLE, Cleo: UNREADABLE }, after(at, 1));
  }),
  campaignScenario(
    'Letters that came back',
    'sent: bounced for good and for now, reported as spam',
    async (stage) => {
      const at = ago(stage, { days: 4 });
      const draft = email(stage, 'Letters that came back', 'came_back');
      const { version } = await begin(stage, draft, people(24), at);
      await handOut(stage, version, {}, after(at, 1));
      await returned(stage, version, 'Ned', 'hard', after(at, 10));
      await returned(stage, version, 'Will', 'soft', after(at, 300));
      await returned(stage, version, 'Kim', 'complaint', after(at, 400));
    },
  ),
  campaignScenario('One letter later', 'sent: skipped where the address is suppressed', async (stage) => {
    const at = ago(stage, { days: 3 });
    const draft = email(stage, 'One letter later', 'one_later');
    const { version } = await begin(stage, draft, people(24), at);
    await handOut(stage, version, {}, after(at, 1));
  }),
];
