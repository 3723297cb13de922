import { useFetcher } from '@remix-run/react';
import { useEffect } from 'react';
import type { Channel } from '~/channels/channel';

export type AudienceAnswer =
  | { ok: true; segment: string; inSegment: number; withConsent: number; counted: 'all' | 'first_pages' }
  | { ok: false; segment?: string; reason: 'segment_gone' | 'not_answered' };

export type AudienceCount =
  { state: 'none' } | { state: 'counting' } | ({ state: 'counted' } & AudienceAnswer);

/** Counts a segment's people once it is chosen, and those of them whom the channel may reach. */
export function useAudienceCount(
  segment: string | undefined,
  channel: Channel,
): { count: AudienceCount; again: () => void } {
  const { load, data } = useFetcher<AudienceAnswer>({ key: `audience ${channel} ${segment ?? ''}` });
  const path = segment && `/app/audience-count?channel=${channel}&segment=${encodeURIComponent(segment)}`;
  useEffect(() => {
    if (path) load(path);
  }, [path, load]);
  const again = () => path && load(path);
  if (!segment) return { count: { state: 'none' }, again };
  if (data?.segment !== segment) return { count: { state: 'counting' }, again };
  return { count: { state: 'counted', ...data }, again };
}

/** "1,204", or "at least 1,204" where only the first pages were counted. */
export function peopleText(people: number, counted: 'all' | 'first_pages'): string {
  const text = people.toLocaleString('en');
  return counted === 'all' ? text : `at least ${text}`;
}
