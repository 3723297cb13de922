import { useFetcher } from '@remix-run/react';
import { useEffect } from 'react';
import type { Audience } from '~/campaigns/audience';

export type AudienceAnswer =
  | {
      ok: true;
      /** The audience, as JSON. */
      of: string;
      inSegments: number;
      read: number;
      excluded: number;
      withoutConsent: number;
      capped: number;
      willReceive: number;
      counted: 'all' | 'first_pages';
    }
  | { ok: false; of: string; reason: 'segment_gone' | 'not_answered' };

export type AudienceCount =
  { state: 'none' } | { state: 'counting' } | ({ state: 'counted' } & AudienceAnswer);

/** Counts the people of a campaign's audience once a segment is included. */
export function useAudienceCount(
  campaignId: string,
  audience: Audience,
): { count: AudienceCount; again: () => void } {
  const of = audience.include.length > 0 ? JSON.stringify(audience) : undefined;
  const { load, data } = useFetcher<AudienceAnswer>({ key: `audience ${campaignId} ${of ?? ''}` });
  const path = of && `/app/audience-count?campaign=${campaignId}&audience=${encodeURIComponent(of)}`;
  useEffect(() => {
    if (path) load(path);
  }, [path, load]);
  const again = () => path && load(path);
  if (!of) return { count: { state: 'none' }, again };
  if (data?.of !== of) return { count: { state: 'counting' }, again };
  return { count: { state: 'counted', ...data }, again };
}

/** About how many will receive it: those of all segments, in proportion, where a part of them was read. */
export function peopleIn(count: Extract<AudienceAnswer, { ok: true }>): number {
  const { counted, willReceive, read, inSegments } = count;
  if (counted === 'all') return willReceive;
  return read > 0 ? Math.round((willReceive / read) * inSegments) : 0;
}

/** About how many of those who would receive it are held out. */
export const heldOutOf = (willReceive: number, percent: number): number =>
  Number.isFinite(percent) ? Math.round((willReceive * percent) / 100) : 0;
