import { channelOf, decide, type Decision } from '~/attribution/decide';
import type { Grade } from '~/attribution/evidence';
import { type Facts, LONGEST_WINDOW, type Settings } from '~/attribution/facts';
import { windowOf, withWindow } from '~/attribution/settings';

const DAY_MS = 86_400_000;

/** A setting under which a message would have earned an order. */
export interface NearestSetting {
  changed: 'window_days' | 'scope' | 'accepted';
  settings: Settings;
  /** Of the message that would have earned it. */
  versionId: bigint;
  channel: string | null;
  /** The grade that is not accepted; null where something else would change. */
  grade: Grade | null;
}

/**
 * The setting nearest to the shop's own under which a message would have earned this order: a longer window first, then
 * counting messages alone, then a kind of evidence that is not accepted. Undefined where the order is credited anyway,
 * or where none of them would help.
 * @param own what was decided under the shop's own settings
 */
export function nearestSetting(facts: Facts, settings: Settings, own: Decision): NearestSetting | undefined {
  if (own.bucket !== 'no_touch' && own.bucket !== 'consent_absent') return undefined;
  for (const candidate of candidatesFor(facts, settings, own)) {
    const [credit] = decide(facts, candidate.settings).credits;
    if (credit) {
      const channel = channelOf(credit.touch, facts) ?? null;
      return { grade: null, ...candidate, versionId: credit.versionId, channel };
    }
  }
  return undefined;
}

type Candidate = Pick<NearestSetting, 'changed' | 'settings'> & { grade?: Grade };

function candidatesFor(facts: Facts, settings: Settings, own: Decision): Candidate[] {
  const placed = facts.order.placedAt.getTime();
  const wider = own.touches
    .filter(({ origin }) => origin.kind === 'message')
    .map((touch) => ({
      channel: channelOf(touch, facts),
      age: Math.ceil((placed - touch.at.getTime()) / DAY_MS),
    }))
    .filter(({ channel, age }) => age > windowOf(settings, channel) && age <= LONGEST_WINDOW)
    .sort((a, b) => a.age - b.age)
    .map(({ channel, age }) => ({
      changed: 'window_days' as const,
      settings: withWindow(settings, channel, age),
    }));
  const refused = new Set(
    own.judged.flatMap(({ sighting, rejection }) =>
      rejection === 'grade_not_accepted' ? [sighting.grade] : [],
    ),
  );
  const accepted = settings.refusedGrades
    .filter((grade) => refused.has(grade))
    .map((grade) => ({
      changed: 'accepted' as const,
      grade,
      settings: { ...settings, refusedGrades: settings.refusedGrades.filter((other) => other !== grade) },
    }));
  return [
    ...wider,
    { changed: 'scope' as const, settings: { ...settings, scope: 'messages_only' as const } },
    ...accepted,
  ];
}
