import { useFetcher, useRevalidator } from '@remix-run/react';
import { Banner, Text } from '@shopify/polaris';
import { useEffect, useRef } from 'react';
import type { RepairProgress } from '~/reports/reconciliation/query.server';
import type { loader } from '~/routes/app.repair-progress';

const EVERY_MS = 1_500;

/** How far the repair is, asked for while one is under way; once it is done the page is compared anew. */
export function useRepair(loaded: RepairProgress): RepairProgress {
  const { load, data, state } = useFetcher<typeof loader>();
  const { revalidate } = useRevalidator();
  const wasRunning = useRef(false);
  const progress = loaded.state === 'running' ? (data ?? loaded) : loaded;
  const running = progress.state === 'running';
  useEffect(() => {
    if (running) wasRunning.current = true;
    else if (wasRunning.current) {
      wasRunning.current = false;
      revalidate();
    }
  }, [running, revalidate]);
  useEffect(() => {
    if (!running || state !== 'idle') return;
    const timer = setTimeout(() => load('/app/repair-progress'), EVERY_MS);
    return () => clearTimeout(timer);
  }, [running, state, load]);
  return progress;
}

export function RepairBanner({ progress }: { progress: RepairProgress }) {
  const { state, checked, repaired, failure } = progress;
  const orders = checked === 1 ? '1 order' : `${checked.toLocaleString('en')} orders`;
  const counts = `${orders} compared, ${repaired.toLocaleString('en')} repaired.`;
  if (state === 'none') return null;
  if (state === 'failed')
    return (
      <Banner tone="warning" title="The last repair could not be done">
        <Text as="p">
          {failure === 'access_lost'
            ? 'Shopify does not let Sales Trail in. Open the app again, then repair once more.'
            : 'Shopify did not answer. It is tried again by itself, first within minutes; you can also repair once more.'}
        </Text>
      </Banner>
    );
  return (
    <Banner
      tone={state === 'done' ? 'success' : 'info'}
      title={state === 'done' ? 'The last repair is done' : 'Repairing'}
    >
      <span role="status">
        <Text as="span">
          {state === 'done' ? counts : `${counts} You can leave this page: the repair goes on.`}
        </Text>
      </span>
    </Banner>
  );
}
