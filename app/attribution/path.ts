import { originKey, rankOf, type Grade, type Origin, type Sighting } from '~/attribution/evidence';
import type { VersionFact } from '~/attribution/facts';
import { channelOfMessage, type Traffic } from '~/attribution/traffic-channel';

/** One landing with a known origin, however many witnesses saw it. */
export interface Touch {
  at: Date;
  timed: boolean;
  origin: Origin;
  /** Of the best witness. */
  grade: Grade;
  /** Best first. */
  sightings: Sighting[];
}

/** Witnesses tell the same landing at slightly different times. */
const SAME_LANDING_MS = 5 * 60_000;

/**
 * Puts sightings with an origin together into touches, by time: equal click ids are one touch, and so are equal
 * origins within minutes; a landing without a time is the latest touch of its origin.
 */
export function pathOf(sightings: readonly Sighting[]): Touch[] {
  const groups: Sighting[][] = [];
  const timed = sightings.filter((sighting) => sighting.timed).sort(compareSightings);
  const untimed = sightings.filter((sighting) => !sighting.timed).sort(compareSightings);
  for (const sighting of timed) {
    const group =
      groups.find(
        (members) => sighting.clickId && members.some(({ clickId }) => clickId === sighting.clickId),
      ) ?? groups.findLast((members) => sameLanding(members, sighting));
    if (group) group.push(sighting);
    else groups.push([sighting]);
  }
  for (const sighting of untimed) {
    const group = groups.findLast((members) => keyOf(members[0]) === keyOf(sighting));
    if (group) group.push(sighting);
    else groups.push([sighting]);
  }
  return groups.flatMap(touchOf).sort(compareTouches);
}

function sameLanding(members: readonly Sighting[], sighting: Sighting): boolean {
  const otherClick = members.some(
    ({ clickId }) => clickId && sighting.clickId && clickId !== sighting.clickId,
  );
  return (
    !otherClick &&
    keyOf(members[0]) === keyOf(sighting) &&
    members.some(({ at }) => sighting.at.getTime() - at.getTime() <= SAME_LANDING_MS)
  );
}

function touchOf(members: readonly Sighting[]): Touch[] {
  const sightings = members.toSorted((a, b) => rankOf(a.grade) - rankOf(b.grade) || compareSightings(a, b));
  const best = sightings.find(({ timed }) => timed) ?? sightings[0];
  const grade = sightings[0]?.grade;
  return best?.origin && grade
    ? [{ at: best.at, timed: best.timed, origin: best.origin, grade, sightings }]
    : [];
}

/** A touch of an order's path, with where it came from by source and channel. */
export interface PathTouch extends Traffic {
  at: Date;
  timed: boolean;
  grade: Grade;
  /** Null where another source than a message of the shop led here. */
  versionId: bigint | null;
}

/** Touches by source and channel: those of messages by the tags of their version and what it was sent on. */
export function pathTouches(
  touches: readonly Touch[],
  versions: readonly Pick<VersionFact, 'id' | 'channel' | 'utm'>[],
): PathTouch[] {
  return touches.flatMap(({ at, timed, grade, origin }): PathTouch[] => {
    if (origin.kind === 'other') {
      const { source, medium, channel } = origin;
      return [{ at, timed, grade, versionId: null, source, medium, channel }];
    }
    const version = versions.find(({ id }) => id === origin.versionId);
    if (!version) return [];
    const { source, medium } = version.utm;
    return [
      { at, timed, grade, versionId: version.id, source, medium, channel: channelOfMessage(version.channel) },
    ];
  });
}

const keyOf = (sighting: Sighting | undefined) => (sighting?.origin ? originKey(sighting.origin) : '');

/** A total order, so that the order of arrival cannot matter. */
function compareSightings(a: Sighting, b: Sighting): number {
  return a.at.getTime() - b.at.getTime() || compareText(fingerprint(a), fingerprint(b));
}

const fingerprint = (sighting: Sighting) =>
  [
    rankOf(sighting.grade),
    sighting.clickId,
    keyOf(sighting),
    sighting.code,
    JSON.stringify(sighting.landing),
  ].join(' ');

/** By time; at the same instant the better evidence is the later, then by origin. */
function compareTouches(a: Touch, b: Touch): number {
  return (
    a.at.getTime() - b.at.getTime() ||
    rankOf(b.grade) - rankOf(a.grade) ||
    compareText(originKey(a.origin), originKey(b.origin))
  );
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
