import { useFetcher, useRevalidator } from '@remix-run/react';
import { Banner, BlockStack, ProgressBar, Text } from '@shopify/polaris';
import { useEffect, useRef } from 'react';

export interface Progress {
  version: number;
  done: number;
  total: number;
}

const EVERY_MS = 1_000;

/** How far a recomputation is, asked for while one is under way; once it is done the page is loaded anew. */
export function useRecomputation(loaded: Progress | null): Progress | null {
  const { load, data, state } = useFetcher<Progress | null>();
  const { revalidate } = useRevalidator();
  const wasRunning = useRef(false);
  const progress = isRunning(loaded) ? (newest(data, loaded) ?? loaded) : loaded;
  const running = isRunning(progress);
  useEffect(() => {
    if (running) wasRunning.current = true;
    else if (wasRunning.current) {
      wasRunning.current = false;
      revalidate();
    }
  }, [running, revalidate]);
  useEffect(() => {
    if (!running || state !== 'idle') return;
    const timer = setTimeout(() => load('/app/recomputation-progress'), EVERY_MS);
    return () => clearTimeout(timer);
  }, [running, state, load]);
  return progress;
}

/** An answer about an earlier version says nothing of this one. */
const newest = (data: Progress | null | undefined, loaded: Progress | null) =>
  data && loaded && data.version >= loaded.version ? data : undefined;

export const isRunning = (progress: Progress | null): progress is Progress =>
  progress !== null && progress.done < progress.total;

/** Says how far the orders are decided by new settings. */
export function RecomputationBanner({ progress, text }: { progress: Progress; text: string }) {
  const { version, done, total } = progress;
  const count = (orders: number) => orders.toLocaleString('en');
  return (
    <Banner tone="info" title={`Orders are decided anew by settings version ${version}`}>
      <BlockStack gap="200">
        <span role="status">
          <Text as="span">{`${count(done)} of ${count(total)} orders done. ${text}`}</Text>
        </span>
        <ProgressBar
          progress={total === 0 ? 100 : Math.floor((done / total) * 100)}
          size="small"
          ariaLabelledBy="recomputation-progress"
        />
        <span id="recomputation-progress" className="st-hidden">
          Orders decided anew
        </span>
      </BlockStack>
    </Banner>
  );
}
