import { useFetcher } from '@remix-run/react';
import type { Tags } from '~/tagging/tags';
import type { CheckAnswer } from '../app.campaigns.$id.check-links';

export type CheckedLink = Extract<CheckAnswer, { ok: true }>['checked'][number];

export interface LinkCheck {
  state: 'idle' | 'checking' | 'checked' | 'already_running' | 'invalid_tags';
  /** What was found, by the tagged address: a link whose tags changed since has no entry. */
  found: ReadonlyMap<string, CheckedLink>;
  start: () => void;
}

/** Has the links of a campaign followed, when asked to. */
export function useLinkCheck(campaignId: string, { source, medium, campaign }: Tags): LinkCheck {
  const { submit, state, data } = useFetcher<CheckAnswer>({ key: `check links ${campaignId}` });
  return {
    state: state !== 'idle' ? 'checking' : !data ? 'idle' : data.ok ? 'checked' : data.reason,
    found: new Map((data?.ok ? data.checked : []).map((checked) => [checked.link, checked])),
    start: () =>
      submit(
        { source, medium, campaign },
        { method: 'post', action: `/app/campaigns/${campaignId}/check-links` },
      ),
  };
}
