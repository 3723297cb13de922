import fc from 'fast-check';
import { GRADES } from '~/attribution/evidence';
import { type Facts, type Landing, RULE_MODELS, type Settings } from '~/attribution/facts';
import { before, clickFact, facts, OUR_TAGS, tags, versionFact } from '#test/support/attribution-factory';

const ours = tags(OUR_TAGS);

export const VERSIONS = [
  versionFact({ id: 1n, publicId: 'mug1', frozenAt: before({ days: 80 }) }),
  versionFact({ id: 2n, publicId: 'mug2', frozenAt: before({ days: 4 }), discountCode: 'mug10' }),
  versionFact({
    id: 3n,
    publicId: 'mug3',
    tracked: false,
    discountCode: 'quiet5',
    utm: { source: 'a', medium: 'b', campaign: 'c' },
  }),
];
export const CLICKS = [1, 2, 3, 4].map((n) =>
  clickFact({
    id: `018f0000-0000-7000-8000-00000000000${n}`,
    at: before({ hours: 30 * n }),
    versionId: BigInt(((n - 1) % 3) + 1),
    verdict: n === 4 ? 'machine' : 'human',
  }),
);
const clickIds = fc.constantFrom(...CLICKS.map(({ id }) => id), '018f0000-0000-7000-8000-00000000dead');
const minutesBefore = fc.integer({ min: -120, max: 10 * 24 * 60 });

const landings: fc.Arbitrary<Landing> = fc
  .record({
    minutes: minutesBefore,
    clickId: fc.option(clickIds),
    utm: fc.constantFrom(
      tags(),
      ours,
      tags({ ...OUR_TAGS, id: 'mug1' }),
      tags({ ...OUR_TAGS, id: 'mug3' }),
      tags({ ...OUR_TAGS, id: 'elsewhere' }),
      tags({ ...OUR_TAGS, campaign: 'other' }),
      tags({ source: 'google', medium: 'cpc' }),
    ),
    adParam: fc.constantFrom(null, null, 'gclid'),
    referrer: fc.constantFrom(null, 'https://google.com/', 'https://shop.test/'),
  })
  .map(({ minutes, ...rest }) => ({ ...rest, at: before({ minutes }), page: '/' }));

/** Random histories of one order: visits, clicks of people and machines, other sources, every kind of order. */
export const histories: fc.Arbitrary<Facts> = fc
  .record({
    pixelLandings: fc.array(landings, { maxLength: 6 }),
    visits: fc.array(landings, { maxLength: 4 }),
    state: fc.constantFrom('waiting', 'ready', 'absent', 'expired'),
    checkouts: fc.array(
      minutesBefore.map((minutes) => ({ at: before({ minutes }) })),
      { maxLength: 2 },
    ),
    contactClickIds: fc.uniqueArray(fc.constantFrom(...CLICKS.map(({ id }) => id))),
    cartClickId: fc.option(clickIds),
    page: fc.option(landings.map((seen) => ({ ...seen, at: null }))),
    discountCodes: fc.uniqueArray(fc.constantFrom('mug10', 'quiet5', 'elsewhere')),
    kind: fc.constantFrom('web', 'web', 'web', 'web', 'pos', 'draft', 'subscription_renewal', 'other_app'),
    test: fc.constantFrom(false, false, false, true),
    valueMinor: fc.bigInt(0n, 1_000_000n),
  })
  .map(({ pixelLandings, visits, state, checkouts: seen, contactClickIds, cartClickId, page, ...order }) =>
    facts({
      pixelLandings,
      journey: { state, visits },
      checkouts: seen,
      contactClickIds,
      clicks: CLICKS,
      versions: VERSIONS,
      sends: VERSIONS.map(({ id, frozenAt }) => ({ versionId: id, at: frozenAt })),
      order: { ...order, cartClickId, landing: page },
    }),
  );

/** Random rules. */
export const windows = fc.record({
  windowDays: fc.integer({ min: 1, max: 9 }),
  scope: fc.constantFrom('all_sources' as const, 'messages_only' as const),
});

/** Random rules with everything that a shop may set; the messages of the histories are e-mails. */
export const rules: fc.Arbitrary<Omit<Settings, 'version'>> = fc.record({
  model: fc.constantFrom(...RULE_MODELS),
  windowDays: fc.integer({ min: 1, max: 9 }),
  channelWindows: fc.constantFrom({}, { email: 2 }, { email: 8, sms: 1 }, { link: 3 }),
  scope: fc.constantFrom('all_sources' as const, 'messages_only' as const),
  halfLifeDays: fc.integer({ min: 1, max: 30 }),
  refusedGrades: fc.uniqueArray(fc.constantFrom(...GRADES), { maxLength: 3 }),
  renewals: fc.constantFrom('apart' as const, 'inside' as const),
  basis: fc.constantFrom('total' as const, 'net' as const),
});
