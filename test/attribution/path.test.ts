import { describe, expect, it } from 'vitest';
import { readEvidence } from '~/attribution/evidence';
import { pathOf } from '~/attribution/path';
import { before, clickFact, facts, landing, OUR_TAGS, tags } from '#test/support/attribution-factory';

type Some = Parameters<typeof facts>[0];
const path = (some: Some) =>
  pathOf(readEvidence(facts(some)).filter(({ origin }) => origin)).map(
    ({ origin, grade, at, sightings }) => ({
      from: origin.kind === 'message' ? `message ${origin.versionId}` : origin.source,
      grade,
      at,
      witnesses: sightings.length,
    }),
  );

const ours = tags(OUR_TAGS);
const click = clickFact({ at: before({ hours: 3 }) });

describe('a path', () => {
  it('holds one landing known from several sides once, graded by the best', () => {
    expect(
      path({
        clicks: [click],
        contactClickIds: [click.id],
        pixelLandings: [landing({ at: before({ hours: 2 }), clickId: click.id })],
        journey: { state: 'ready', visits: [landing({ at: before({ hours: 3, seconds: -4 }), utm: ours })] },
        order: { cartClickId: click.id, landing: landing({ utm: ours }) },
      }),
    ).toEqual([{ from: 'message 1', grade: 'click_id', at: click.at, witnesses: 5 }]);
  });

  it('tells two clicks apart, also within minutes', () => {
    const second = clickFact({
      id: '018f0000-0000-7000-8000-000000000002',
      at: before({ hours: 3, minutes: -1 }),
    });
    expect(
      path({
        clicks: [click, second],
        pixelLandings: [click, second].map(({ id, at }) => landing({ at, clickId: id })),
      }),
    ).toHaveLength(2);
  });

  it('tells two visits with equal tags apart that lie more than minutes apart', () => {
    const visits = [{ hours: 5 }, { hours: 5, minutes: -4 }, { hours: 2 }];
    expect(
      path({ pixelLandings: visits.map((age) => landing({ at: before(age), utm: ours })) }).map(
        ({ witnesses }) => witnesses,
      ),
    ).toEqual([2, 1]);
  });

  it('holds the touches of all sources by time', () => {
    expect(
      path({
        pixelLandings: [
          landing({ at: before({ hours: 1 }), adParam: 'gclid' }),
          landing({ at: before({ hours: 4 }), utm: ours }),
          landing({ at: before({ hours: 2 }), referrer: 'https://duckduckgo.com/' }),
        ],
      }).map(({ from }) => from),
    ).toEqual(['message 1', 'DuckDuckGo', 'Google']);
  });

  it('takes a landing page without a time for the latest visit of its origin', () => {
    const google = { referrer: 'https://google.com/' };
    const visit = landing({ at: before({ hours: 6 }), ...google });
    expect(path({ pixelLandings: [visit], order: { landing: landing(google) } })).toEqual([
      { from: 'Google', grade: 'pixel_tags', at: visit.at, witnesses: 2 },
    ]);
  });

  it('puts a landing page of its own before what came within the order’s session', () => {
    const google = landing({ referrer: 'https://google.com/' });
    const mail = landing({ at: before({ minutes: 10 }), utm: ours });
    expect(path({ pixelLandings: [mail], order: { landing: google } }).map(({ from }) => from)).toEqual([
      'Google',
      'message 1',
    ]);
  });
});
