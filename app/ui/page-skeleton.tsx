import { useNavigation, useLocation } from '@remix-run/react';
import { BlockStack, Card, InlineGrid, SkeletonBodyText, SkeletonDisplayText, Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';

/** Long enough that quick pages change without a flash. */
const PATIENCE_MS = 300;

/** The path of the page being loaded, once that takes longer than a moment; undefined otherwise. */
export function useSlowNavigation(): string | undefined {
  const navigation = useNavigation();
  const { pathname } = useLocation();
  const target = navigation.state === 'loading' ? navigation.location.pathname : undefined;
  const elsewhere = target !== undefined && target !== pathname ? target : undefined;
  const [slow, setSlow] = useState<string>();
  useEffect(() => {
    if (!elsewhere) return setSlow(undefined);
    const timer = setTimeout(() => setSlow(elsewhere), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [elsewhere]);
  return slow === elsewhere ? slow : undefined;
}

/** The outline of the page that is about to show. */
export function PageSkeleton({ path }: { path: string }) {
  const isForm = /\/(campaigns\/(new|\d+\/(channel|content|audience|summary))|links\/(new|\d+))$/.test(path);
  const isReport = /\/reports\/|\/campaigns\/\d+(\/sales)?$|^\/app$/.test(path);
  return (
    <div className="st-page-skeleton">
      <div aria-busy="true">
        <Text as="p" visuallyHidden>
          <span role="status">Loading…</span>
        </Text>
        <BlockStack gap="500">
          <SkeletonDisplayText size="medium" maxWidth="40%" />
          {isReport && (
            <InlineGrid columns={{ xs: 1, sm: 2, lg: 4 }} gap="400">
              {['a', 'b', 'c', 'd'].map((card) => (
                <SkeletonCard key={card} lines={2} />
              ))}
            </InlineGrid>
          )}
          <InlineGrid columns={isForm ? { xs: 1, lg: 2 } : 1} gap="400">
            <SkeletonCard lines={isReport ? 8 : 10} />
            {isForm && <SkeletonCard lines={10} />}
          </InlineGrid>
        </BlockStack>
      </div>
    </div>
  );
}

/** A card whose content is on its way. */
export function SkeletonCard({ lines }: { lines: number }) {
  return (
    <Card>
      <SkeletonBodyText lines={lines} />
    </Card>
  );
}
