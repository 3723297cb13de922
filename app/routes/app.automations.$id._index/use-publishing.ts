import { useFetcher } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import { showToast } from '~/ui/toast';
import type { BuilderAnswer } from './builder-fields';

/**
 * Asks what publishing would change, then publishes.
 * @param values the draft, which is saved with both
 */
export function usePublishing(values: { name: string; flow: string; copies: string }) {
  const comparing = useFetcher<BuilderAnswer>({ key: 'compare' });
  const publishing = useFetcher<BuilderAnswer>({ key: 'publish' });
  const [open, setOpen] = useState(false);
  const { data } = publishing;
  const told = useRef(data);
  useEffect(() => {
    if (!data || data === told.current) return;
    told.current = data;
    setOpen(false);
    if (data.published) showToast(`Version ${data.published} is published`);
  }, [data]);
  return {
    open,
    close: () => setOpen(false),
    /** Undefined while it is asked for. */
    changes: comparing.state === 'idle' ? comparing.data?.changes : undefined,
    busy: publishing.state !== 'idle',
    /** The last attempt, where the app refused it. */
    refused: data?.problems,
    ask: () => {
      setOpen(true);
      comparing.submit({ ...values, intent: 'compare' }, { method: 'post' });
    },
    publish: () => publishing.submit({ ...values, intent: 'publish' }, { method: 'post' }),
  };
}
