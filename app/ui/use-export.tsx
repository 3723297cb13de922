import { useLocation } from '@remix-run/react';
import { Banner, Text } from '@shopify/polaris';
import { useState } from 'react';
import { offerFile } from '~/ui/offer-file';
import { showToast } from '~/ui/toast';

export interface Exporting {
  /** The button of the page. */
  action: { content: string; loading: boolean; onAction: () => void };
  failed: boolean;
}

/**
 * Fetches a table's file for what the page's address asks for now, and hands it to the browser.
 * @param path of the file; what the page's address asks for is added
 * @param name of the file, without ".csv"
 * @param more beside what the address asks for, such as whose table it is
 */
export function useExport(
  path: string,
  name: string,
  { more = {}, content = 'Export CSV' }: { more?: Record<string, string>; content?: string } = {},
): Exporting {
  const { search } = useLocation();
  const [state, setState] = useState<'idle' | 'running' | 'failed'>('idle');
  const start = async () => {
    setState('running');
    try {
      const asked = new URLSearchParams(search);
      for (const [key, value] of Object.entries(more)) asked.set(key, value);
      const answer = await fetch(`${path}?${asked}`);
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
      offerFile(await answer.blob(), `${name}.csv`);
      showToast('CSV exported');
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  return {
    action: { content, loading: state === 'running', onAction: () => void start() },
    failed: state === 'failed',
  };
}

/** Said where a file could not be fetched. */
export function ExportFailed({ exporting }: { exporting: Pick<Exporting, 'failed'> }) {
  if (!exporting.failed) return null;
  return (
    <Banner tone="critical" title="The file could not be made">
      <Text as="p">Nothing is lost: try again in a moment.</Text>
    </Banner>
  );
}
