import { useFetcher, useSubmit } from '@remix-run/react';
import { useCallback, useEffect, useRef } from 'react';
import { isUnreachable } from '~/ui/keep-typed';

const PAUSE_MS = 800;
const RETRY_MS = 3_000;

export type SaveState = 'idle' | 'saving' | 'saved' | 'failed';

export interface Autosave {
  state: SaveState;
  /** Saves at once, where anything changed. */
  saveNow: () => void;
  /** The form itself is being sent with the same values. */
  markSent: () => void;
}

/**
 * Saves what is typed: after a pause, and whenever the page is left, in whatever way; again where the app did not answer.
 * @param action the path whose action takes `values` together with `intent: 'autosave'`; undefined: there is nothing to save to yet
 */
export function useAutosave(values: Record<string, string>, action: string | undefined): Autosave {
  const fetcherKey = `autosave ${action ?? ''}`;
  const fetcher = useFetcher<{ saved?: boolean }>({ key: fetcherKey });
  const submit = useSubmit();
  const written = JSON.stringify(values);
  const saved = useRef(written);
  const latest = useRef(written);
  latest.current = written;

  const saveNow = useCallback(() => {
    if (!action || latest.current === saved.current) return;
    saved.current = latest.current;
    submit(
      { ...(JSON.parse(latest.current) as Record<string, string>), intent: 'autosave' },
      { method: 'post', action, navigate: false, fetcherKey, preventScrollReset: true },
    );
  }, [action, fetcherKey, submit]);

  useEffect(() => {
    const timer = setTimeout(saveNow, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [written, saveNow]);

  const { data } = fetcher;
  useEffect(() => {
    if (!isUnreachable(data)) return;
    saved.current = '';
    const timer = setTimeout(saveNow, RETRY_MS);
    return () => clearTimeout(timer);
  }, [data, saveNow]);

  const leave = useRef(saveNow);
  leave.current = saveNow;
  useEffect(() => () => leave.current(), []);

  const markSent = useCallback(() => {
    saved.current = latest.current;
  }, []);

  return { state: stateOf(fetcher), saveNow, markSent };
}

function stateOf({ state, data }: { state: string; data?: { saved?: boolean } }): SaveState {
  if (state !== 'idle') return 'saving';
  if (!data) return 'idle';
  return data.saved ? 'saved' : 'failed';
}
