import { describe, expect, it } from 'vitest';
import { acquittedClicks, readEvidence } from '~/attribution/evidence';
import {
  before,
  clickFact,
  facts,
  landing,
  OUR_TAGS,
  PLACED_AT,
  tags,
  versionFact,
} from '#test/support/attribution-factory';

const click = clickFact();
const ours = tags(OUR_TAGS);

describe('the ladder', () => {
  it('grades the same message by how it is known', () => {
    const at = before({ hours: 1 });
    const evidence = readEvidence(
      facts({
        checkouts: [{ at: PLACED_AT }],
        clicks: [click],
        contactClickIds: [click.id],
        pixelLandings: [landing({ at, clickId: click.id }), landing({ at, utm: ours })],
        journey: { state: 'ready', visits: [landing({ at, utm: ours })] },
        order: { cartClickId: click.id, landing: landing({ utm: ours }) },
      }),
    );
    expect(evidence.map(({ grade, origin }) => [grade, origin])).toEqual(
      ['click_id', 'pixel_tags', 'cart_click_id', 'journey_tags', 'landing_tags', 'contact_click'].map(
        (grade) => [grade, { kind: 'message', versionId: 1n }],
      ),
    );
  });

  it('takes a click at its own time, whenever its id was seen again', () => {
    const [seen] = readEvidence(
      facts({ clicks: [click], pixelLandings: [landing({ at: before({ minutes: 1 }), clickId: click.id })] }),
    );
    expect(seen?.at).toEqual(click.at);
  });

  it('falls back on the tags where the click is not known any more', () => {
    const [seen] = readEvidence(
      facts({ pixelLandings: [landing({ at: before({ hours: 1 }), clickId: click.id, utm: ours })] }),
    );
    expect(seen).toMatchObject({ grade: 'pixel_tags', versionId: 1n, clickId: null });
  });

  it('puts a landing page without a time half an hour before the order, as inferred', () => {
    const [seen] = readEvidence(facts({ order: { landing: landing({ utm: ours }) } }));
    expect(seen).toMatchObject({ grade: 'landing_tags', at: before({ minutes: 30 }), timed: false });
  });

  it('says nothing of a direct visit', () => {
    expect(
      readEvidence(facts({ journey: { state: 'ready', visits: [landing({ at: PLACED_AT })] } })),
    ).toEqual([]);
  });
});

describe('a machine’s click', () => {
  it('is refused wherever its id turns up, with the landing that carried it', () => {
    const machine = clickFact({ verdict: 'machine' });
    const evidence = readEvidence(
      facts({
        clicks: [machine],
        contactClickIds: [machine.id],
        pixelLandings: [landing({ at: before({ hours: 1 }), clickId: machine.id, utm: ours })],
        order: { cartClickId: machine.id },
      }),
    );
    expect(evidence.map(({ origin, refusal }) => [origin, refusal])).toEqual([
      [null, 'machine_click'],
      [null, 'machine_click'],
      [null, 'machine_click'],
    ]);
  });
});

describe('a click taken for a machine’s by what else happened to its delivery', () => {
  const click = clickFact({ verdict: 'machine', presumed: true });
  const evidence = (some: Parameters<typeof facts>[0]) =>
    readEvidence(facts({ clicks: [click], ...some })).map(({ grade, refusal }) => [grade, refusal]);

  it('is refused where nothing but the contact names it', () => {
    expect(evidence({ contactClickIds: [click.id] })).toEqual([['contact_click', 'machine_click']]);
    expect(acquittedClicks(facts({ clicks: [click], contactClickIds: [click.id] }))).toEqual([]);
  });

  it.each([
    ['the pixel', { pixelLandings: [landing({ at: before({ hours: 1 }), clickId: click.id })] }],
    ['the cart', { order: { cartClickId: click.id } }],
    ['the order’s landing page', { order: { landing: landing({ clickId: click.id }) } }],
    [
      'Shopify’s journey',
      { journey: { state: 'ready' as const, visits: [landing({ at: PLACED_AT, clickId: click.id })] } },
    ],
  ])('is a person’s, the contact’s own evidence too, where %s carried it', (_, some) => {
    const told = evidence({ contactClickIds: [click.id], ...some });
    expect(told).toHaveLength(2);
    expect(told.map(([, refusal]) => refusal)).toEqual([null, null]);
    expect(acquittedClicks(facts({ clicks: [click], ...some }))).toEqual([click]);
  });
});

describe('tags', () => {
  const seenWith = (utm: Parameters<typeof tags>[0], versions = [versionFact()]) =>
    readEvidence(
      facts({ versions, pixelLandings: [landing({ at: before({ hours: 1 }), utm: tags(utm) })] }),
    )[0];

  it('with a utm_id name exactly that version, whatever else they say', () => {
    const versions = [versionFact(), versionFact({ id: 2n, publicId: 'mug2' })];
    expect(seenWith({ ...OUR_TAGS, id: 'mug1' }, versions)?.versionId).toBe(1n);
    expect(seenWith({ ...OUR_TAGS, campaign: 'altered', id: 'mug2' }, versions)?.versionId).toBe(2n);
  });

  it('with a utm_id that no version has are another source’s', () => {
    expect(seenWith({ ...OUR_TAGS, id: 'elsewhere' })).toMatchObject({
      refusal: 'unknown_message',
      origin: { kind: 'other', source: 'newsletter', medium: 'email', channel: 'email' },
    });
  });

  it('without a utm_id mean the version frozen last before the visit', () => {
    const versions = [
      versionFact({ id: 1n, frozenAt: before({ days: 9 }) }),
      versionFact({ id: 2n, publicId: 'mug2', frozenAt: before({ days: 2 }) }),
      versionFact({ id: 3n, publicId: 'mug3', frozenAt: before({ minutes: 5 }) }),
    ];
    expect(seenWith(OUR_TAGS, versions)?.versionId).toBe(2n);
    expect(seenWith(OUR_TAGS, versions.toReversed())?.versionId).toBe(2n);
  });

  it('match in all three values, letter by letter, or not at all', () => {
    expect(seenWith({ ...OUR_TAGS, campaign: 'Winter_Mugs' })).toMatchObject({
      refusal: 'tags_do_not_match',
      origin: { kind: 'other', source: 'newsletter', medium: 'email', channel: 'email' },
    });
    expect(seenWith({ ...OUR_TAGS, medium: 'sms' })).toMatchObject({ refusal: null, versionId: null });
    expect(seenWith({ source: 'newsletter' })).toMatchObject({ refusal: null, versionId: null });
  });

  it('of a message that was not yet sent do not match', () => {
    expect(seenWith(OUR_TAGS, [versionFact({ frozenAt: before({ minutes: 1 }) })])).toMatchObject({
      refusal: 'tags_do_not_match',
    });
  });

  it('of a message without sales tracking earn it nothing', () => {
    const untracked = [versionFact({ tracked: false })];
    expect(seenWith({ ...OUR_TAGS, id: 'mug1' }, untracked)).toMatchObject({ refusal: 'not_tracked' });
    expect(seenWith(OUR_TAGS, untracked)?.versionId).toBeNull();
  });
});

describe('a visitor’s clock', () => {
  const seenAt = (at: Date, checkoutAt: Date) =>
    readEvidence(facts({ checkouts: [{ at: checkoutAt }], pixelLandings: [landing({ at, utm: ours })] }))[0]
      ?.at;
  const after = (minutes: number) => before({ minutes: -minutes });

  it('that is minutes ahead does not put a landing behind its own checkout', () => {
    expect(seenAt(after(5), after(7))).toEqual(PLACED_AT);
  });

  it('is believed where the landing followed the checkout, or lies far behind the order', () => {
    expect(seenAt(after(5), after(4))).toEqual(after(5));
    expect(seenAt(after(60), after(61))).toEqual(after(60));
  });
});
