import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { db, type MessageVersion, type Shop } from '~/db.server';
import { uuidv7 } from '~/lib/ids';
import { countClicks, countMachineReasons } from '~/reports/clicks.server';
import { versionReach } from '~/reports/sums.server';
import { PLACED_AT, makeSentMessage } from '#test/support/attribution-factory';
import { makeShop } from '#test/support/shop-factory';

const CONTACTS = 4;
const REASONS = ['head', 'bot_agent', 'link_burst'];

/** One request: by which contact, of which of three versions, of which link, and why a machine's. */
const history = fc.array(
  fc.record({
    contact: fc.integer({ min: 0, max: CONTACTS - 1 }),
    version: fc.integer({ min: 0, max: 2 }),
    position: fc.integer({ min: 0, max: 2 }),
    reason: fc.option(fc.constantFrom(...REASONS), { freq: 1 }),
    seconds: fc.integer({ min: -40 * 86_400, max: 0 }),
  }),
  { maxLength: 60, size: 'max' },
);

/** Two versions of one message and one of another, each sent to every contact; the deliveries by version and contact. */
async function threeVersions(shop: Shop): Promise<{ versions: MessageVersion[]; deliveries: bigint[][] }> {
  const first = await makeSentMessage(shop);
  const { id: _, publicId: __, ...copied } = first.version;
  const edited = await db.messageVersion.create({ data: { ...copied, publicId: 'edited' } });
  const versions = [first.version, edited, (await makeSentMessage(shop)).version];
  const contacts = await db.contact.createManyAndReturn({
    data: Array.from({ length: CONTACTS }, (_none, nth) => ({
      shopId: shop.id,
      shopifyId: BigInt(nth + 1),
      emailConsent: 'subscribed',
      updatedAt: PLACED_AT,
    })),
  });
  const deliveries: bigint[][] = [];
  for (const version of versions) {
    const rows = await db.delivery.createManyAndReturn({
      data: contacts.map((contact) => ({
        shopId: shop.id,
        versionId: version.id,
        contactId: contact.id,
        channel: 'email',
        state: 'sent',
        queuedAt: PLACED_AT,
      })),
    });
    deliveries.push(contacts.map(({ id }) => rows.find(({ contactId }) => contactId === id)?.id ?? 0n));
  }
  return { versions, deliveries };
}

describe('whatever was clicked', () => {
  it('the counts of clicks are those of counting one by one', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    const { versions, deliveries } = await threeVersions(shop);
    const messageOf = [0, 0, 1];
    await fc.assert(
      fc.asyncProperty(history, async (told) => {
        await db.click.deleteMany({ where: { shopId: shop.id } });
        await db.click.createMany({
          data: told.map(({ contact, version, position, reason, seconds }) => {
            const at = new Date(PLACED_AT.getTime() + seconds * 1_000);
            return {
              shopId: shop.id,
              at,
              id: uuidv7(at, randomBytes(10)),
              deliveryId: deliveries[version]?.[contact] ?? 0n,
              versionId: versions[version]?.id ?? 0n,
              linkPosition: position,
              method: 'GET',
              verdict: reason ? 'machine' : 'human',
              verdictReason: reason,
            };
          }),
        });
        const naive = (some: typeof told) => {
          const human = some.filter(({ reason }) => !reason);
          return {
            unique: new Set(human.map(({ contact, version }) => `${contact}/${messageOf[version]}`)).size,
            total: human.length,
            machine: some.length - human.length,
          };
        };
        const ids = versions.map(({ id }) => id);
        const [all] = await countClicks(shop, ids, 'all');
        const together = { messageId: null, versionId: null, position: null };
        expect(all).toEqual({ ...together, ...naive(told) });

        const expected = { message: [] as unknown[], version: [] as unknown[], link: [] as unknown[] };
        for (const [message, messageId] of [...new Set(versions.map((one) => one.messageId))].entries()) {
          const here = told.filter(({ version }) => messageOf[version] === message);
          if (here.length > 0) expected.message.push({ ...together, messageId, ...naive(here) });
        }
        for (const [nth, { id: versionId }] of versions.entries()) {
          const here = told.filter(({ version }) => version === nth);
          if (here.length > 0) expected.version.push({ ...together, versionId, ...naive(here) });
          for (const position of [0, 1, 2]) {
            const link = here.filter((one) => one.position === position);
            if (link.length > 0) expected.link.push({ ...together, versionId, position, ...naive(link) });
          }
        }
        for (const per of ['message', 'version', 'link'] as const) {
          const counted = await countClicks(shop, ids, per);
          expect(counted).toHaveLength(expected[per].length);
          expect(counted).toEqual(expect.arrayContaining(expected[per]));
        }

        const reasons = await countMachineReasons(shop, ids);
        expect(Object.fromEntries(reasons.map(({ reason, count }) => [reason, count]))).toEqual(
          Object.fromEntries(
            REASONS.map((word) => [word, told.filter(({ reason }) => reason === word).length]).filter(
              ([, count]) => count !== 0,
            ),
          ),
        );
        expect((await versionReach(shop, ids)).map(({ uniqueClicks }) => uniqueClicks)).toEqual(
          versions.map((_, nth) => naive(told.filter(({ version }) => version === nth)).unique),
        );
        expect(await countClicks(other, ids, 'link')).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});
