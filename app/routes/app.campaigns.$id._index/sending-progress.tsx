import { useRevalidator } from '@remix-run/react';
import { BlockStack, Card, ProgressBar, Text } from '@shopify/polaris';
import { useEffect } from 'react';

const EVERY_MS = 1_000;

/** Asks for news while something is under way and somebody looks, one question at a time. */
export function useWatch(underWay: boolean): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!underWay || state !== 'idle') return;
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible') revalidate();
    }, EVERY_MS);
    const look = () => document.visibilityState === 'visible' && revalidate();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [underWay, revalidate, state]);
}

interface SendingProgressProps {
  /** Null before the audience is known. */
  progress: { finished: number; all: number } | null;
  paused: boolean;
  /** Whether some wait for the variant that wins. */
  testing: boolean;
}

/** How far sending has come; it goes on when the page is left. */
export function SendingProgress({ progress, paused, testing }: SendingProgressProps) {
  const share = progress && progress.all > 0 ? Math.round((progress.finished / progress.all) * 100) : 0;
  const text = progress
    ? `${progress.finished.toLocaleString('en')} of ${progress.all.toLocaleString('en')} done.`
    : 'Reading the audience from Shopify.';
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingSm" id="sending">
          {paused ? 'Paused' : testing ? 'Testing variants' : 'Sending'}
        </Text>
        <ProgressBar progress={share} size="small" ariaLabelledBy="sending" />
        <span role="status">
          <Text as="span" tone="subdued">
            {paused
              ? `${text} Everybody else waits until you resume.`
              : testing
                ? `${text} The others wait for the variant that wins: see below.`
                : `${text} You can leave this page: sending goes on.`}
          </Text>
        </span>
      </BlockStack>
    </Card>
  );
}
