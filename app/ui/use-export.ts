import { useLocation } from '@remix-run/react';
import { useState } from 'react';
import { offerFile } from '~/ui/offer-file';
import { showToast } from '~/ui/toast';

/** Fetches a report's file for what its address asks for now. */
export function useExport(name: string) {
  const { search } = useLocation();
  const [state, setState] = useState<'idle' | 'running' | 'failed'>('idle');
  const start = async () => {
    setState('running');
    try {
      const answer = await fetch(`/app/reports/export/${name}${search}`);
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
      offerFile(await answer.blob(), `${name}.csv`);
      showToast('CSV exported');
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  return { start: () => void start(), running: state === 'running', failed: state === 'failed' };
}
